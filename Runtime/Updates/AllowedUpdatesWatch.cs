using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Updates;

/// <summary>
/// Reports, once a kind, that a filter's subscribers wait for updates that Telegram was not asked for. Whoever has
/// registered a webhook or started polling starts one, and disposes it when it stops.
/// </summary>
internal sealed partial class AllowedUpdatesWatch : IDisposable
{
    private readonly ConcurrentDictionary<UpdateType, bool> _reported = new();
    private readonly FlowsUpdatesFilter? _flows;
    private readonly IReadOnlyList<UpdateType> _asked;
    private readonly ILogger _logger;

    /// <param name="receiver">The receiver of the updates; if it is no filter's, there is nothing to watch.</param>
    /// <param name="asked">What Telegram was asked for; empty is its default set, and null is what it was asked for
    /// before, which nobody here knows.</param>
    /// <param name="logger">Where it is reported.</param>
    public AllowedUpdatesWatch(UpdateReceiver receiver, IReadOnlyList<UpdateType>? asked, ILogger logger)
    {
        (_asked, _logger) = (asked ?? [], logger);
        if (asked is null || UpdateReceiverOrigin.FilterOf(receiver) is not { } filter) return;
        _flows = filter as FlowsUpdatesFilter;
        if (_flows is not null) _flows.AllowedUpdateAdded += Report;
        // Those who subscribed too early to be reported: between the asking and now, or not in a list that the user
        // gave.
        foreach (var kind in filter.AllowedUpdates) Report(kind);
    }

    public void Dispose()
    {
        if (_flows is not null) _flows.AllowedUpdateAdded -= Report;
    }

    private void Report(UpdateType kind)
    {
        var comes = _asked.Count == 0 ? !UpdateKinds.NotSentByDefault.Contains(kind) : _asked.Contains(kind);
        if (!comes && _reported.TryAdd(kind, true)) LogNotAskedFor(kind, string.Join(", ", _asked));
    }

    [LoggerMessage(7001, LogLevel.Warning, "A subscriber waits for updates of kind {Kind}, which Telegram was not asked for, so they will not come (allowed_updates: [{Asked}]). "
        + "Subscribe before starting the server or the polling, or name the kind in allowed_updates, and start again.")]
    private partial void LogNotAskedFor(UpdateType kind, string asked);
}
