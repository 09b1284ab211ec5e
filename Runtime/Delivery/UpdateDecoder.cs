using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>Makes of what was claimed the one update that the receiver gets.</summary>
internal static class UpdateDecoder
{
    /// <exception cref="System.Text.Json.JsonException">A body does not fit the model.</exception>
    public static Update Decode(UpdateClaim claim)
    {
        var first = claim.Updates[0];
        if (first.MediaGroupId is null) return Update.Parse(first.Body.Span);
        var parts = claim.Updates.Select(stored => Update.Parse(stored.Body.Span)).ToList();
        // An inbox groups by what it reads from the raw JSON; if the model sees no message there, the update goes as it
        // is.
        return parts.TrueForAll(part => MediaGroupUpdates.PartOf(part) is not null) ? MediaGroupUpdates.Merge(parts) : parts[0];
    }
}
