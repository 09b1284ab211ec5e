using System.Diagnostics.CodeAnalysis;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// One life of an instance: from when it registered until it left, or was given up. All that it owns, it owns by this.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "It has no timer, and claims may ask for its token after its end.")]
internal sealed class Session(long id)
{
    private readonly CancellationTokenSource _lost = new();
    private long _fences;

    /// <summary>Its number in the table of instances, which is never given again.</summary>
    public long Id { get; } = id;

    /// <summary>Fires when others may own what this owned.</summary>
    public CancellationToken Lost => _lost.Token;

    public bool IsLost => _lost.IsCancellationRequested;

    /// <summary>A number that no lease ever had: the instance's in the upper half, a count in the lower.</summary>
    public long NewFence() => (Id << 32) | (Interlocked.Increment(ref _fences) & uint.MaxValue);

    public Task Lose() => _lost.CancelAsync();
}
