using Telegram.Webhooks.Runtime.PostgreSql;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

/// <summary>What is no connection string is refused with a text that shows one, and never its own content.</summary>
internal sealed class ConnectionStringTests
{
    [TestCase("s3cret", "\"Host=db;Database=bot;Username=bot;Password=…\"")]
    [TestCase("Host=db;Pasword=s3cret", "pasword")]
    [TestCase("Host=db;Password=s3cret;Port=many", "Couldn't set port")]
    [TestCase("postgresql://bot:s3cret@db/bot", "It looks like a URL")]
    public void What_cannot_be_read_was_answered_with_the_words_of_a_parser(string text, string says)
    {
        var error = Assert.Throws<ArgumentException>(() => UpdateInbox.PostgreSql(text))!;

        Assert.That(error.ParamName, Is.EqualTo("connectionString"));
        Assert.That(error.Message, Does.StartWith("The connection string cannot be read. ").And.Contains(says));
        Assert.That(error.ToString(), Does.Not.Contain("s3cret"));
    }
}
