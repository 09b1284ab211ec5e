using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

public sealed class PostgreSqlInboxTests : InboxCompliance
{
    private string _server = "";
    private long _bot;

    protected override bool IsDurable => true;

    [OneTimeSetUp]
    public async Task FindServer() => _server = await PostgresRun.ConnectionString();

    protected override ValueTask<IUpdateInbox> Open(InboxContext context)
    {
        if (_bot == 0) _bot = PostgresRun.NewBot();
        return UpdateInbox.PostgreSql(_server).Open(context with { BotId = _bot });
    }

    [TearDown]
    public void StartAnew() => _bot = 0;
}
