using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>The file of an inbox for which no path is given.</summary>
public sealed class SqliteChoiceTests
{
    [Test]
    public void A_name_that_is_longer_than_a_file_name_may_be_has_a_digest_for_a_name()
    {
        var (most, more) = (new string('a', 200), new string('a', 201));

        Assert.That(SqliteInboxChoice.DefaultPath(most), Is.EqualTo(Path.Combine(".telegram", most + ".db")));
        Assert.That(Path.GetFileName(SqliteInboxChoice.DefaultPath(more)), Does.Match("^__[0-9a-f]{64}\\.db$"));
        Assert.That(SqliteInboxChoice.DefaultPath(more), Is.Not.EqualTo(SqliteInboxChoice.DefaultPath(more + "a")));
    }

    [Test]
    public void The_default_file_was_named_with_escaped_brackets()
    {
        Assert.That(UpdateInbox.Sqlite().ToString(), Is.EqualTo($"SQLite at {Path.Combine(".telegram", "<name>.db")}"));
        Assert.That(UpdateInbox.Sqlite("a.db").ToString(), Is.EqualTo("SQLite at a.db"));
    }
}
