using Npgsql;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

internal sealed class SchemaTests
{
    [Test]
    public async Task Many_that_open_a_new_database_at_once_make_its_tables_once()
    {
        var database = await PostgresRun.NewDatabase();
        var inboxes = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Open(database, bot: i + 1)));
        foreach (var inbox in inboxes)
        {
            Assert.That(await inbox.Append(TestUpdates.Message(1)), Is.EqualTo(AppendResult.Appended));
            await inbox.DisposeAsync();
        }

        Assert.That(await PostgresRun.Ask<long>(database, "SELECT count(*) FROM telegram.schema_version"),
            Is.EqualTo(1));
    }

    [Test]
    public async Task A_schema_of_a_newer_library_is_refused_in_words_that_help()
    {
        var database = await PostgresRun.NewDatabase();
        await (await Open(database)).DisposeAsync();
        await PostgresRun.Execute(database, "INSERT INTO telegram.schema_version (version) VALUES (999)");
        Assert.That(async () => await Open(database), Throws.InstanceOf<InboxException>().With.Message.Contains("version 999").And.Message.Contains("Update this instance"));
    }

    [Test]
    public async Task A_server_that_does_not_sync_its_commits_is_refused()
    {
        var database = await PostgresRun.NewDatabase();
        await PostgresRun.Execute(database,
            $"ALTER DATABASE {new NpgsqlConnectionStringBuilder(database).Database} SET synchronous_commit = off");
        Assert.That(async () => await Open(database), Throws.InstanceOf<InboxException>().With.Message.Contains("synchronous_commit is off"));
    }

    [Test]
    public async Task A_bot_that_is_not_known_is_refused()
    {
        var choice = UpdateInbox.PostgreSql(await PostgresRun.ConnectionString());
        Assert.That(async () => await choice.Open(new InboxContext { Name = "8443" }), Throws.InstanceOf<InboxException>().With.Message.Contains("bot"));
    }

    [Test]
    public void Options_that_make_no_sense_are_refused_all_at_once()
    {
        var options = new PostgreSqlInboxOptions { Retention = TimeSpan.Zero, MaxDeadLetters = 0, CommandTimeout = TimeSpan.FromHours(1), StartTimeout = TimeSpan.FromHours(1), InstanceName = " " };
        Assert.That(
            async () => await UpdateInbox.PostgreSql("Host=nowhere", options)
                .Open(new InboxContext { Name = "x", BotId = 1 }),
            Throws.InstanceOf<InboxException>().With.Message.Contains("Retention").And.Message.Contains("MaxDeadLetters").And.Message.Contains("CommandTimeout").And.Message.Contains("StartTimeout").And.Message.Contains("InstanceName"));
    }

    [Test]
    public void The_password_is_in_no_text()
    {
        var choice = UpdateInbox.PostgreSql("Host=127.0.0.1;Port=1;Username=bot;Password=planted-secret;Timeout=1",
            new PostgreSqlInboxOptions { StartTimeout = TimeSpan.Zero });
        var error = Assert.CatchAsync(async () => await choice.Open(new InboxContext { Name = "x", BotId = 1 }));
        Assert.That($"{choice} {error}", Does.Not.Contain("planted-secret"));
    }

    [Test]
    public async Task Behind_a_transaction_pooler_nothing_is_prepared_and_nobody_listens()
    {
        var server = await PostgresRun.ConnectionString();
        await using var inbox = await UpdateInbox.PostgreSql(
            server + ";Application Name=pooled", new PostgreSqlInboxOptions { TransactionPooling = true })
            .Open(new InboxContext { Name = "x", BotId = PostgresRun.NewBot() });
        for (var i = 1; i <= 10; i++)
        {
            await inbox.Append(TestUpdates.Message(i));
            await inbox.Complete(await Openers.Claim(inbox));
        }

        Assert.That((await inbox.Status()).Pending, Is.Zero);
        Assert.That(await PostgresRun.Ask<long>(server, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pooled' AND query LIKE 'LISTEN%'"), Is.Zero);
    }

    [Test]
    public async Task A_text_that_PostgreSQL_takes_for_none_refused_everybody_elses_updates()
    {
        await using var inbox = await Open(await PostgresRun.ConnectionString(), PostgresRun.NewBot());
        await Task.WhenAll(
            inbox.Append(TestUpdates.Message(1)).AsTask(), inbox.Append(TestUpdates.Read("""{"update_id":2,"new\u0000kind":{"x":1}}""")).AsTask(),
            inbox.Append(TestUpdates.Message(3)).AsTask());
        for (var i = 0; i < 3; i++)
            Assert.That(await inbox.Bury(await Openers.Claim(inbox), "a \0 and \ud800 half"), Is.True);
        Assert.That((await inbox.Status()).Dead, Is.EqualTo(3));
    }

    private static async Task<IUpdateInbox> Open(string database, long bot = 1) =>
        await UpdateInbox.PostgreSql(database).Open(new InboxContext { Name = "schema", BotId = bot });
}
