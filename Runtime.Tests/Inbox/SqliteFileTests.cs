using System.Diagnostics;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

public sealed class SqliteFileTests
{
    private TemporaryDirectory _directory = null!;

    private string DatabasePath => _directory.File("sub/inbox.db");

    [SetUp]
    public void CreateDirectory() => _directory = new TemporaryDirectory();

    [TearDown]
    public void DeleteDirectory() => _directory.Dispose();

    [TestCase(":memory:")]
    [TestCase("")]
    [TestCase("file:inbox.db?mode=memory")]
    public void What_is_no_file_is_refused_and_the_alternative_named(string path) =>
        Assert.That(() => UpdateInbox.Sqlite(path), Throws.ArgumentException.With.Message.Contains("UpdateInbox.InMemory()"));

    [Test]
    public async Task Only_the_owner_may_open_what_it_creates()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows has no file modes.");
            return;
        }

        await using var inbox = await Open();
        await inbox.Append(TestUpdates.Message(1));
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        var files = Directory.GetFiles(Path.GetDirectoryName(DatabasePath)!);
        Assert.That(files, Has.Length.GreaterThanOrEqualTo(3));
        foreach (var file in files)
            Assert.That(File.GetUnixFileMode(file) & others, Is.EqualTo(UnixFileMode.None), file);
        Assert.That(File.GetUnixFileMode(Path.GetDirectoryName(DatabasePath)!) & others, Is.EqualTo(UnixFileMode.None));
    }

    [Test]
    public async Task A_second_opener_is_told_who_owns_the_file_and_what_else_there_is()
    {
        await using (await Open())
        {
            Assert.That(
                async () => await Open(),
                Throws.InstanceOf<InboxException>().With.Message.Contains("in use by another process, or by another server in this one").And.Message.Contains("UpdateInbox.None"));
        }

        await using var again = await Open();
        Assert.That(await again.Append(TestUpdates.Message(1)), Is.EqualTo(AppendResult.Appended));
    }

    [Test]
    public async Task A_second_process_is_refused()
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("Uses flock(1) as the other process.");
        await using (await Open())
        {
        }

        using var other = Process.Start(new ProcessStartInfo("flock", ["--exclusive", DatabasePath + ".lock", "sh", "-c", "echo locked; read line"])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        Assert.That(await other.StandardOutput.ReadLineAsync(), Is.EqualTo("locked"));
        Assert.That(async () => await Open(), Throws.InstanceOf<InboxException>().With.Message.Contains("is in use by another process"));
        other.StandardInput.Close();
        await other.WaitForExitAsync();
        await using var again = await Open();
        Assert.That(await again.Append(TestUpdates.Message(1)), Is.EqualTo(AppendResult.Appended));
    }

    [Test]
    public async Task A_damaged_file_is_reported_and_left_as_it_is()
    {
        await using (var inbox = await Open())
        {
            for (var i = 0; i < 50; i++) await inbox.Append(TestUpdates.Message(i, chat: i));
        }

        var damaged = await File.ReadAllBytesAsync(DatabasePath);
        new Random(1).NextBytes(damaged.AsSpan(4096, damaged.Length - 4096));
        await File.WriteAllBytesAsync(DatabasePath, damaged);
        Assert.That(async () => await Open(), Throws.InstanceOf<InboxException>().With.Message.Contains("damaged").And.Message.Contains(".recover"));
        Assert.That(await File.ReadAllBytesAsync(DatabasePath), Is.EqualTo(damaged));
    }

    [Test]
    public async Task A_file_that_is_no_database_is_reported_and_left_as_it_is()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(DatabasePath)!);
        var text = string.Concat(Enumerable.Repeat("not a database. ", 100));
        await File.WriteAllTextAsync(DatabasePath, text);
        Assert.That(async () => await Open(), Throws.InstanceOf<InboxException>().With.Message.Contains("damaged or no inbox"));
        Assert.That(await File.ReadAllTextAsync(DatabasePath), Is.EqualTo(text));
    }

    [Test]
    public async Task A_database_of_something_else_is_refused()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(DatabasePath)!);
        OtherProgram.Execute(DatabasePath, "CREATE TABLE customers (name TEXT)");
        Assert.That(async () => await Open(), Throws.InstanceOf<InboxException>().With.Message.Contains("not an inbox"));
    }

    [Test]
    public async Task A_file_of_a_newer_version_is_refused()
    {
        await using (await Open())
        {
        }

        OtherProgram.Execute(DatabasePath, "PRAGMA user_version = 99");
        Assert.That(async () => await Open(), Throws.InstanceOf<InboxException>().With.Message.Contains("newer version"));
    }

    [Test]
    public async Task Another_bot_is_refused_and_one_that_becomes_known_is_not()
    {
        await using (await Open(botId: null))
        {
        }

        await using (await Open(botId: 1))
        {
        }

        Assert.That(async () => await Open(botId: 2), Throws.InstanceOf<InboxException>().With.Message.Contains("bot 1").And.Message.Contains("bot 2"));
        await using var unknown = await Open(botId: null);
        Assert.That(await unknown.Append(TestUpdates.Message(1)), Is.EqualTo(AppendResult.Appended));
    }

    [TestCase("123456", "123456.db")]
    [TestCase("/hooks/telegram/", "hooks_telegram.db")]
    [TestCase("", "_root.db")]
    [TestCase("../../etc/passwd", "%2e._.._etc_passwd.db")]
    public void The_default_file_stays_in_its_directory(string name, string file) =>
        Assert.That(SqliteInboxChoice.DefaultPath(name), Is.EqualTo(Path.Combine(".telegram", file)));

    [TestCase("/tg/a_b", "/tg_a/b")]
    [TestCase("/бот", "/чат")]
    [TestCase("/Bot", "/bot")]
    [TestCase("/", "/_root")]
    [TestCase("/", "/webhook")]
    [TestCase("/a%2fb", "/a/b")]
    [TestCase("/..a", "/.a")]
    public void Two_names_had_one_default_file(string one, string other)
    {
        Assert.That(SqliteInboxChoice.DefaultPath(one),
            Is.Not.EqualTo(SqliteInboxChoice.DefaultPath(other)).IgnoreCase);
        var longer = new string('x', 300);
        Assert.That(SqliteInboxChoice.DefaultPath(longer + one),
            Is.Not.EqualTo(SqliteInboxChoice.DefaultPath(longer + other)).IgnoreCase);
        Assert.That(Path.GetFileName(SqliteInboxChoice.DefaultPath(longer + one)), Has.Length.LessThan(255));
    }

    [Test]
    public async Task Two_links_to_one_file_were_two_inboxes()
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("Links need rights there.");
        await using var inbox = await Open();
        var link = _directory.File("link.db");
        File.CreateSymbolicLink(link, DatabasePath);
        Assert.That(
            async () => await UpdateInbox.Sqlite(link).Open(new InboxContext { Name = "42" }),
            Throws.InstanceOf<InboxException>().With.Message.Contains("in use by another process"));
    }

    [Test]
    public async Task A_letters_number_was_used_again_after_a_restart()
    {
        long first;
        await using (var inbox = await Open())
        {
            await inbox.Append(TestUpdates.Undecodable(1));
            first = (await Letters(inbox)).Single().Id;
            await inbox.Purge(first);
        }

        await using var again = await Open();
        await again.Append(TestUpdates.Undecodable(2));
        Assert.That((await Letters(again)).Single().Id, Is.GreaterThan(first));
    }

    [Test]
    public async Task What_earlier_runs_left_pending_is_dropped_when_that_is_asked_for_and_dead_letters_stay()
    {
        await using (var inbox = await Open())
        {
            for (var i = 1; i <= 20; i++) await inbox.Append(TestUpdates.Message(i, chat: i % 3));
            await inbox.Bury(await inbox.Claim(), "given up");
            await inbox.Retry(await inbox.Claim(), TimeSpan.FromHours(1), "broke");
        }

        using var log = new InboxLog();
        await using var dropped = await UpdateInbox.Sqlite(DatabasePath)
            .Open(new InboxContext { Name = "42", DropPending = true, LoggerFactory = log });
        var status = await dropped.Status();
        Assert.That((status.Pending, status.Dead), Is.EqualTo((0, 1)));
        Assert.That(log.Lines.Single(), Does.StartWith("Warning: 19 updates that earlier runs left pending"));
        Assert.That(await dropped.Append(TestUpdates.Message(5)), Is.EqualTo(AppendResult.Duplicate),
            "Telegram was told that it is kept");
        await dropped.Append(TestUpdates.Message(21));
        Assert.That((await dropped.Claim().AsTask().WaitAsync(RealTime.Patience)).Ids(), Is.EqualTo(new[] { 21L }));
    }

    [Test]
    public async Task Where_nothing_was_left_pending_the_log_said_that_nothing_was_dropped()
    {
        using var log = new InboxLog();
        await using var inbox = await UpdateInbox.Sqlite(DatabasePath)
            .Open(new InboxContext { Name = "42", DropPending = true, LoggerFactory = log });

        Assert.That(log.Lines, Is.Empty);
    }

    [TestCase("removed")]
    [TestCase("replaced")]
    public async Task A_file_deleted_under_the_process_lost_what_was_acknowledged_after_that(string how)
    {
        if (how == "replaced" && !OperatingSystem.IsLinux())
            Assert.Ignore("Only Linux tells what an open file is called now.");
        var failures = new List<InboxException>();
        await using var inbox = await UpdateInbox.Sqlite(DatabasePath)
            .Open(new InboxContext { Name = "42", OnFailing = failures.Add });
        await inbox.Append(TestUpdates.Message(1));
        File.Move(DatabasePath, _directory.File("aside.db"));
        if (how == "replaced") File.Copy(_directory.File("aside.db"), DatabasePath);
        await inbox.Complete(await inbox.Claim());
        Assert.That(
            async () => await inbox.Append(TestUpdates.Message(2)),
            Throws.InstanceOf<InboxUnavailableException>().With.Message.Contains("removed or replaced"));
        Assert.That(failures, Has.Count.EqualTo(1));
        File.Move(_directory.File("aside.db"), DatabasePath, overwrite: true);
        Assert.That(await inbox.Append(TestUpdates.Message(2)), Is.EqualTo(AppendResult.Appended), "it was put back");
    }

    [Test]
    public async Task A_row_with_a_flipped_bit_ended_delivery_without_a_word_and_kept_the_lock()
    {
        await using (var inbox = await Open())
        {
            for (var i = 1; i <= 5; i++) await inbox.Append(TestUpdates.Message(i, chat: 5));
        }

        OtherProgram.Execute(
            DatabasePath, "UPDATE updates SET received_at = received_at | (1 << 62) WHERE update_id IN (1, 3)");
        using var log = new InboxLog();
        var faults = new List<InboxException>();
        await using (var inbox = await UpdateInbox.Sqlite(DatabasePath).Open(new InboxContext { Name = "42", LoggerFactory = log, OnFault = faults.Add }))
        {
            var handled = new List<long>();
            for (var i = 0; i < 3; i++)
            {
                var claim = await inbox.Claim().AsTask().WaitAsync(RealTime.Patience);
                handled.AddRange(claim.Ids());
                await inbox.Complete(claim);
            }

            await inbox.Append(TestUpdates.Message(6, chat: 6));
            Assert.That(handled, Is.EqualTo(new[] { 2L, 4L, 5L }));
            Assert.That((await Letters(inbox)).Select(letter => letter.UpdateId), Is.EqualTo(new long?[] { 1, 3 }));
            Assert.That(log.Lines.Count(line => line.StartsWith("Error: Row ", StringComparison.Ordinal)), Is.EqualTo(2));
            Assert.That(faults, Has.Count.EqualTo(2));
        }

        await using var again = await Open();
        Assert.That((await again.Status()).Dead, Is.EqualTo(2));
    }

    [Test]
    public async Task A_handler_that_ends_the_process_at_once_was_never_counted()
    {
        await using (var inbox = await Open()) await inbox.Append(TestUpdates.Message(1));
        for (var run = 1; run <= 3; run++)
        {
            // A process that is killed while it handles the update, before anything of that is written by itself.
            await using var inbox = await Open();
            var claim = await inbox.Claim().AsTask().WaitAsync(RealTime.Patience);
            Assert.That(claim.Attempt, Is.EqualTo(run));
            var killed = _directory.File($"{run}");
            Directory.CreateDirectory(killed);
            foreach (var name in new[] { "inbox.db", "inbox.db-wal" })
                if (File.Exists(_directory.File($"sub/{name}")))
                    File.Copy(_directory.File($"sub/{name}"), Path.Combine(killed, name));
            await inbox.DisposeAsync();
            foreach (var file in Directory.GetFiles(killed))
                File.Copy(file, _directory.File($"sub/{Path.GetFileName(file)}"), overwrite: true);
            if (run == 1) OtherProgram.Execute(DatabasePath, "UPDATE updates SET attempt = 1 WHERE attempt = 0");
        }
    }

    private static async Task<List<DeadLetter>> Letters(IUpdateInbox inbox)
    {
        var letters = new List<DeadLetter>();
        await foreach (var letter in inbox.DeadLetters()) letters.Add(letter);
        return letters;
    }

    private async Task<IUpdateInbox> Open(long? botId = 42) =>
        await UpdateInbox.Sqlite(DatabasePath).Open(new InboxContext { BotId = botId, Name = "42" });
}
