using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

/// <summary>The database's clock is not the bot's, and either may be set.</summary>
internal sealed class DatabaseClockTests
{
    private string _server = "";

    [OneTimeSetUp]
    public async Task FindServer() => _server = await PostgresRun.ConnectionString();

    [Test]
    public async Task A_bot_whose_clock_was_ahead_of_the_databases_dropped_every_query()
    {
        await using var openers = new Openers(_server);
        await using var inbox = new ExpiringInbox(
            await openers.Open(), openers.Bot, new AheadOfAll(), NullLogger.Instance);
        await inbox.Append(TestUpdates.Read("""{"update_id":1,"inline_query":{"id":"q","from":{"id":7}}}"""));
        var claim = await Openers.Claim(inbox);
        Assert.That((claim.Ids()[0], claim.Age < RealTime.Patience), Is.EqualTo((1L, true)));
    }

    private sealed class AheadOfAll : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromMinutes(10);
    }
}
