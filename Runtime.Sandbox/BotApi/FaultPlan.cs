using Microsoft.AspNetCore.WebUtilities;

namespace Telegram.Webhooks.Runtime.Sandbox.BotApi;

/// <summary>The faults that were asked for and have not befallen a call yet, in order. Thread-safe.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<(SandboxFault Fault, int Left)> _planned = [];

    public void Add(SandboxFault fault)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fault.Times);
        ArgumentOutOfRangeException.ThrowIfNegative(fault.RetryAfter);
        ArgumentOutOfRangeException.ThrowIfLessThan(fault.Delay, TimeSpan.Zero);
        if (fault.Status is < 400 or > 599)
            throw new ArgumentOutOfRangeException(nameof(fault), fault.Status, "A fault has a status from 400 to 599.");
        lock (_gate) _planned.Add((fault, fault.Times));
    }

    /// <summary>The fault of a call, or null.</summary>
    public SandboxFault? Take(string method)
    {
        lock (_gate)
        {
            var at = _planned.FindIndex(planned => planned.Fault.Method is { } wanted
                ? wanted.Equals(method, StringComparison.OrdinalIgnoreCase)
                : !method.Equals("getUpdates", StringComparison.OrdinalIgnoreCase));
            if (at < 0) return null;
            var (fault, left) = _planned[at];
            if (left > 1) _planned[at] = (fault, left - 1);
            else _planned.RemoveAt(at);
            return fault;
        }
    }

    /// <summary>What is answered in place of the call.</summary>
    public static ApiError Error(SandboxFault fault, int status) =>
        status == 429 ? ApiError.TooManyRequests(fault.RetryAfter) : new ApiError(status, ReasonPhrases.GetReasonPhrase(status));
}
