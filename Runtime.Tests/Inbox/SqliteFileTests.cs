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
        foreach (var file in files) Assert.That(File.GetUnixFileMode(file) & others, Is.EqualTo(UnixFileMode.None), file);
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
    [TestCase("", "webhook.db")]
    [TestCase("../../etc/passwd", "_.._etc_passwd.db")]
    public void The_default_file_stays_in_its_directory(string name, string file) =>
        Assert.That(SqliteInboxChoice.DefaultPath(name), Is.EqualTo(Path.Combine(".telegram", file)));

    private async Task<IUpdateInbox> Open(long? botId = 42) =>
        await UpdateInbox.Sqlite(DatabasePath).Open(new InboxContext { BotId = botId, Name = "42" });
}
