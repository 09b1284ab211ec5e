using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.PostgreSql;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

/// <summary>Several openers of one inbox, in one process.</summary>
internal sealed class Openers(string server) : IAsyncDisposable
{
    private readonly List<IUpdateInbox> _opened = [];

    /// <summary>
    /// As the real ones, shorter: for one that is to lose what it holds. Another, which is to keep it on a machine that is
    /// busy for seconds, has the real ones.
    /// </summary>
    public static LeaseTimes Quick { get; } = new()
    {
        Heartbeat = TimeSpan.FromSeconds(0.5),
        LostAfter = TimeSpan.FromSeconds(3),
        GivenUpAfter = TimeSpan.FromSeconds(5),
    };

    public long Bot { get; } = PostgresRun.NewBot();

    public InboxContext Context { get; init; } = new() { Name = "shared" };

    public async Task<IUpdateInbox> Open(
        LeaseTimes? lease = null, string? by = null, Func<InboxContext, InboxContext>? change = null)
    {
        var context = Context with { BotId = Bot };
        var options = new PostgreSqlInboxOptions { Lease = lease ?? Quick, CommandTimeout = TimeSpan.FromSeconds(2), InstanceName = $"opener {_opened.Count + 1}" };
        var inbox = await UpdateInbox.PostgreSql(by ?? server, options).Open(change?.Invoke(context) ?? context);
        _opened.Add(inbox);
        return inbox;
    }

    public static async Task<UpdateClaim> Claim(IUpdateInbox inbox)
    {
        using var patience = new CancellationTokenSource(RealTime.Patience);
        return await inbox.Claim(patience.Token);
    }

    /// <summary>Appends until that is taken again, and claims.</summary>
    public static async Task<UpdateClaim> Claim(IUpdateInbox inbox, Func<ValueTask<AppendResult>> append)
    {
        using var patience = new CancellationTokenSource(RealTime.Patience);
        while (true)
        {
            try
            {
                await append();
                return await inbox.Claim(patience.Token);
            }
            catch (InboxUnavailableException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var inbox in _opened) await inbox.DisposeAsync();
    }
}
