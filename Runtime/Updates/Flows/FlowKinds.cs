using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Updates;

/// <summary>
/// Which kinds of update a flow is fed from: so that it is asked for these only, and <c>allowed_updates</c> can be
/// computed.
/// </summary>
internal sealed class FlowKinds
{
    private readonly HashSet<UpdateType> _named;

    private FlowKinds(HashSet<UpdateType> named, bool unknown)
    {
        _named = named;
        IncludesUnknown = unknown;
    }

    /// <summary>Every kind, those this version does not know included.</summary>
    public static FlowKinds All { get; } = new([.. UpdateKinds.Known], unknown: true);

    /// <summary>Only kinds that this version does not know. Telegram cannot be asked for them by name.</summary>
    public static FlowKinds Unknown { get; } = new([], unknown: true);

    public static FlowKinds Of(params ReadOnlySpan<UpdateType> kinds) => new([.. kinds], unknown: false);

    public IReadOnlyCollection<UpdateType> Named => _named;

    public bool IncludesUnknown { get; }

    public FlowKinds Or(FlowKinds other) =>
        ReferenceEquals(this, other) ? this : new([.. _named, .. other._named], IncludesUnknown || other.IncludesUnknown);

    /// <summary>
    /// The kinds in both. A kind this version does not know may be named on one side and only be meant by "unknown" on
    /// the other.
    /// </summary>
    public FlowKinds And(FlowKinds other)
    {
        var both = _named.Where(other.Covers).Concat(other._named.Where(Covers));
        return new([.. both], IncludesUnknown && other.IncludesUnknown);
    }

    public bool Covers(UpdateType kind) => _named.Contains(kind) || (IncludesUnknown && !UpdateKinds.IsKnown(kind));
}
