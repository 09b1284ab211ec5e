using System.Net;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Telemetry;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// Counts what is refused, and logs it as one warning a minute: how many, why, from where. The first refusal after a
/// quiet minute is reported at once, so that a wrong secret token is seen when it happens; each one by itself is logged
/// at Debug.
/// </summary>
/// <remarks>
/// Thread-safe. What it holds is bounded, whoever sends. Disposing reports what is counted and not reported yet.
/// </remarks>
internal sealed class RefusalSummary(ILogger logger, TimeProvider time) : IDisposable
{
    private const int MaxSenders = 8;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<RefusalReason, long> _reasons = [];
    private readonly Dictionary<string, long> _senders = [];
    private long _count;
    private long _otherSenders;

    // There is none before the first refusal, nor after a quiet minute.
    private ITimer? _interval;

    public void Count(RefusalReason reason, IPAddress? remote)
    {
        WebhookLog.Refused(logger, remote, reason);
        RefusalTelemetry.Count(reason.Name(), reason.Status());
        lock (_lock)
        {
            Add(reason, remote);
            if (_interval is not null)
                return;
            _interval = time.CreateTimer(_ => EndInterval(), null, Interval, Interval);
            Report();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            EndCounting();
            Report();
        }
    }

    private void EndInterval()
    {
        lock (_lock)
        {
            if (_count == 0)
                EndCounting();
            Report();
        }
    }

    private void EndCounting()
    {
        _interval?.Dispose();
        _interval = null;
    }

    private void Add(RefusalReason reason, IPAddress? remote)
    {
        _count++;
        _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
        var sender = remote is null
            ? "a Unix socket"
            : (remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote).ToString();
        if (_senders.ContainsKey(sender) || _senders.Count < MaxSenders)
            _senders[sender] = _senders.GetValueOrDefault(sender) + 1;
        else
            _otherSenders++;
    }

    private void Report()
    {
        if (_count == 0)
            return;
        var reasons = string.Join(", ", _reasons.OrderByDescending(reason => reason.Value).Select(reason => $"{reason.Key.Text()}: {reason.Value}"));
        var senders = string.Join(
            ", ", _senders.OrderByDescending(sender => sender.Value).Select(sender => $"{sender.Key}: {sender.Value}"));
        if (_otherSenders > 0)
            senders += $", others: {_otherSenders}";
        WebhookLog.RefusedInAMinute(logger, _count, _count == 1 ? "request" : "requests", reasons, senders);
        _reasons.Clear();
        _senders.Clear();
        (_count, _otherSenders) = (0, 0);
    }
}
