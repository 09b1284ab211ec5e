using Npgsql;
using Telegram.Webhooks.Runtime.PostgreSql;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

/// <summary>What is no connection string is refused with a text that shows one, and never its own content.</summary>
internal sealed class ConnectionStringTests
{
    [TestCase("s3cret", "is not made of pairs")]
    [TestCase("Host=db;Pasword=s3cret", "a keyword that Npgsql does not know")]
    [TestCase("Host=db;Password=s3cret;Port=many", "The value of port does not fit")]
    [TestCase("Host=db;Password=begin;s3cret=end", "a keyword that Npgsql does not know")]
    [TestCase("postgresql://bot:s3cret@db/bot", "It is a URL")]
    [TestCase("postgresql://bot:s3cret@db/bot?sslmode=require", "It is a URL")]
    public void What_cannot_be_read_was_answered_with_the_words_of_a_parser(string text, string says)
    {
        var error = Assert.Throws<ArgumentException>(() => UpdateInbox.PostgreSql(text))!;

        Assert.That(error.ParamName, Is.EqualTo("connectionString"));
        Assert.That(error.Message, Does.StartWith("The connection string cannot be read. ").And.Contains(says).And.Contains("Host=db;Database=bot"));
        Assert.That(error.ToString(), Does.Not.Contain("s3cret"));
    }

    [TestCase("Host=db", 5, "telegram-webhooks")]
    [TestCase("Host=db;Timeout=9;Application Name=shop", 9, "shop")]
    public async Task The_time_to_connect_and_the_name_of_the_application_were_never_set(
        string text, int seconds, string name)
    {
        var (source, writing, _) = new DatabaseSource(text, pooled: false).Open();
        await using (source)
        await using (writing)
        {
            foreach (var settings in new[] { source, writing }.Select(one => new NpgsqlConnectionStringBuilder(one.ConnectionString)))
                Assert.That((settings.Timeout, settings.ApplicationName), Is.EqualTo((seconds, name)));
        }
    }
}
