using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>What the options of both engines may say: each bound itself, and what lies just beyond it.</summary>
public sealed class InboxOptionsTests
{
    private const long MiB = 1024 * 1024;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private static IEnumerable<TestCaseData> Memory()
    {
        yield return Case<MemoryInboxOptions>("MaxBytes", new() { MaxBytes = MiB }, new() { MaxBytes = MiB - 1 });
        yield return Case<MemoryInboxOptions>(
            "Retention", new() { Retention = Hour }, new() { Retention = Hour - Tick });
        yield return Case<MemoryInboxOptions>(
            "DeadLetterRetention", new() { DeadLetterRetention = Hour }, new() { DeadLetterRetention = Hour - Tick });
        yield return Case<MemoryInboxOptions>(
            "MaxDeadLetters", new() { MaxDeadLetters = 1 }, new() { MaxDeadLetters = 0 });
        yield return Case<MemoryInboxOptions>(
            "MaxDeadLetterShare", new() { MaxDeadLetterShare = 0.9 }, new() { MaxDeadLetterShare = 0.91 });
        yield return Case<MemoryInboxOptions>(
            "MaxDeadLetterShare", new() { MaxDeadLetterShare = 0.01 }, new() { MaxDeadLetterShare = 0 });
    }

    private static IEnumerable<TestCaseData> Sqlite()
    {
        yield return Case<SqliteInboxOptions>(
            "MaxFileBytes", new() { MaxFileBytes = MiB }, new() { MaxFileBytes = MiB - 1 });
        yield return Case<SqliteInboxOptions>(
            "Retention", new() { Retention = Hour }, new() { Retention = Hour - Tick });
        yield return Case<SqliteInboxOptions>(
            "DeadLetterRetention", new() { DeadLetterRetention = Hour }, new() { DeadLetterRetention = Hour - Tick });
        yield return Case<SqliteInboxOptions>(
            "MaxDeadLetters", new() { MaxDeadLetters = 1 }, new() { MaxDeadLetters = 0 });
        yield return Case<SqliteInboxOptions>(
            "MaxDeadLetterShare", new() { MaxDeadLetterShare = 0.9 }, new() { MaxDeadLetterShare = 0.91 });
        yield return Case<SqliteInboxOptions>(
            "MaxDeadLetterShare", new() { MaxDeadLetterShare = 0.01 }, new() { MaxDeadLetterShare = 0 });
    }

    [TestCaseSource(nameof(Memory))]
    public void In_memory_each_bound_is_allowed_and_what_lies_beyond_it_refused(
        string name, MemoryInboxOptions allowed, MemoryInboxOptions refused)
    {
        Assert.That(allowed.Problems(), Is.Empty);
        Assert.That(refused.Problems().Single(), Does.StartWith(name + " is "));
    }

    [TestCaseSource(nameof(Sqlite))]
    public void Of_a_file_each_bound_is_allowed_and_what_lies_beyond_it_refused(
        string name, SqliteInboxOptions allowed, SqliteInboxOptions refused)
    {
        Assert.That(allowed.Problems(), Is.Empty);
        Assert.That(refused.Problems().Single(), Does.StartWith(name + " is "));
    }

    [Test]
    public void An_inbox_that_is_opened_says_all_that_is_wrong_at_once()
    {
        var context = new InboxContext { Name = "a" };
        Assert.That(
            async () => await UpdateInbox.InMemory(new MemoryInboxOptions { MaxBytes = 0, MaxDeadLetters = 0 })
                .Open(context),
            Throws.TypeOf<InboxException>().With.Message.Contains("MaxBytes is 0").And.Message.Contains("MaxDeadLetters is 0"));
        Assert.That(
            async () => await UpdateInbox.Sqlite(
                "never.db", new SqliteInboxOptions { MaxFileBytes = 0, MaxDeadLetters = 0 }).Open(context),
            Throws.TypeOf<InboxException>().With.Message.Contains("MaxFileBytes is 0").And.Message.Contains("MaxDeadLetters is 0"));
    }

    [Test]
    public void Dead_letters_have_their_share_of_what_may_be_taken()
    {
        Assert.That(new MemoryInboxOptions { MaxBytes = 1000, MaxDeadLetterShare = 0.5, MaxDeadLetters = 7 }.DeadLetters, Is.EqualTo(new DeadLetterShare(7, 500)));
        Assert.That(new SqliteInboxOptions { MaxFileBytes = 1000, MaxDeadLetterShare = 0.5, MaxDeadLetters = 7 }.DeadLetters, Is.EqualTo(new DeadLetterShare(7, 500)));
    }

    private static TestCaseData Case<T>(string name, T allowed, T refused)
        where T : notnull => new TestCaseData(name, allowed, refused).SetArgDisplayNames(name);
}
