using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

public sealed class SqliteInboxTests : InboxCompliance
{
    private TemporaryDirectory? _directory;

    protected override bool IsDurable => true;

    protected override ValueTask<IUpdateInbox> Open(InboxContext context) =>
        UpdateInbox.Sqlite((_directory ??= new TemporaryDirectory()).File("inbox.db")).Open(context);

    [OneTimeTearDown]
    public void DeleteFiles() => _directory?.Dispose();

    [TearDown]
    public async Task StartAnew()
    {
        await Inbox.DisposeAsync();
        _directory?.Dispose();
        _directory = null;
    }
}
