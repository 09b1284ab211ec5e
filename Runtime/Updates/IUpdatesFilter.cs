using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime;

/// <summary>Sorts updates by kind for a user's code, and knows which kinds that code wants.</summary>
public interface IUpdatesFilter
{
    /// <summary>
    /// What to give to a source of updates. The delegate's target should be the filter itself, as it is for a method of
    /// the filter: that is how a server that was told no <c>allowed_updates</c> finds the filter to ask.
    /// </summary>
    UpdateReceiver AsUpdateReceiver { get; }

    /// <summary>
    /// The kinds of update that are wanted now. Empty means none in particular, which Telegram takes for its default
    /// set.
    /// </summary>
    IReadOnlyList<UpdateType> AllowedUpdates { get; }
}
