using System.Net.Sockets;
using Npgsql;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.PostgreSql;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

/// <summary>An instance that starts while its database cannot take it yet.</summary>
internal sealed class StartAttemptsTests
{
    private const int NotOpenYet = 8514;

    private static readonly TestCaseData[] Faults =
    [
        Fault("it starts or recovers", Refusal("57P03"), passes: true),
        Fault("it shuts down", Refusal("57P01"), passes: true),
        Fault("a connection of it crashed", Refusal("57P02"), passes: true),
        Fault("no connection is left", Refusal("53300"), passes: true),
        Fault("a statement took too long", Refusal("57014"), passes: true),
        Fault("nobody listens", new NpgsqlException("refused", new SocketException((int)SocketError.ConnectionRefused)),
            passes: true),
        Fault("a wait was given up", new OperationCanceledException(), passes: true),
        Fault("wrapped", new InboxUnavailableException("fails", Refusal("57P03")), passes: true),
        Fault("the password is wrong", Refusal("28P01"), passes: false),
        Fault("the database is not there", Refusal("3D000"), passes: false),
        Fault("the role may not", Refusal("42501"), passes: false),
        Fault("wrapped, the role may not", new InboxUnavailableException("fails", Refusal("42501")), passes: false),
        Fault("the data source is disposed of", new ObjectDisposedException("source"), passes: false),
    ];

    [TestCaseSource(nameof(Faults))]
    public void A_start_waits_for_what_passes_by_itself_only(Exception error, bool passes) =>
        Assert.That(PassingFault.Is(error), Is.EqualTo(passes));

    [Test]
    public async Task An_instance_that_started_while_its_database_took_no_connections_ended_at_once()
    {
        var database = await PostgresRun.NewDatabase();
        var role = $"latecomer_{PostgresRun.NewBot()}_{Environment.ProcessId}";
        await PostgresRun.Execute(database, $"CREATE ROLE {role} LOGIN PASSWORD 'late' CONNECTION LIMIT 0; GRANT CREATE ON DATABASE {new NpgsqlConnectionStringBuilder(database).Database} TO {role}");
        var late = new NpgsqlConnectionStringBuilder(database) { Username = role, Password = "late" }.ConnectionString;
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var log = new RecordingLoggers(id =>
        {
            if (id == NotOpenYet) refused.TrySetResult();
        });
        var opening = UpdateInbox.PostgreSql(
            late, new PostgreSqlInboxOptions { StartTimeout = TimeSpan.FromMinutes(5) })
            .Open(new InboxContext { Name = "late", BotId = 1, LoggerFactory = log }).AsTask();
        await Task.WhenAny(refused.Task, opening);
        Assert.That(opening.IsCompleted, Is.False, $"{opening.Exception}");

        await PostgresRun.Execute(database, $"ALTER ROLE {role} CONNECTION LIMIT -1");
        await using var inbox = await opening;
        Assert.That(await inbox.Append(TestUpdates.Message(1)), Is.EqualTo(AppendResult.Appended));
    }

    [Test]
    public async Task A_start_that_waits_in_vain_says_for_how_long_and_what_it_waited_for()
    {
        // Nothing listens on this port.
        var choice = UpdateInbox.PostgreSql("Host=127.0.0.1;Port=1;Username=bot",
            new PostgreSqlInboxOptions { StartTimeout = TimeSpan.FromMilliseconds(200) });
        var error = (await Assert.ThrowsAsync<InboxUnavailableException>(async () => await choice.Open(new InboxContext { Name = "x", BotId = 1 })))!;
        Assert.That(error.Message, Is.EqualTo(
            "The PostgreSQL inbox at 127.0.0.1:1/bot could not be opened within 0.2 s. The server cannot be reached: Connection refused. See whether it is running, and whether host, port and network are right."));
    }

    [Test]
    public async Task A_database_that_is_not_there_is_no_reason_to_wait()
    {
        var nowhere = new NpgsqlConnectionStringBuilder(await PostgresRun.ConnectionString()) { Database = "not_there" }.ConnectionString;
        var choice = UpdateInbox.PostgreSql(
            nowhere, new PostgreSqlInboxOptions { StartTimeout = TimeSpan.FromMinutes(10) });
        Assert.That(async () => await choice.Open(new InboxContext { Name = "x", BotId = 1 }), Throws.InstanceOf<InboxException>().With.Message.Contains("3D000"));
    }

    private static PostgresException Refusal(string state) => new("refused", "FATAL", "FATAL", state);

    private static TestCaseData Fault(string name, Exception error, bool passes) =>
        new TestCaseData(error, passes).SetName($"A_start_waits_for_what_passes: {name}");
}
