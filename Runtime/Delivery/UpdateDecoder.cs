using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>Makes of what was claimed the one update that the receiver gets.</summary>
internal static class UpdateDecoder
{
    /// <exception cref="System.Text.Json.JsonException">A body does not fit the model.</exception>
    public static Update Decode(UpdateClaim claim)
    {
        var first = claim.Updates[0];
        if (first.MediaGroupId is null) return Update.Parse(first.Body.Span);
        var parts = new List<(Update Update, Message Message)>(claim.Updates.Count);
        foreach (var stored in claim.Updates)
        {
            var update = Update.Parse(stored.Body.Span);
            // An inbox groups by what it reads from the raw JSON; if the model sees no message there, the update goes as it is.
            if (MessageOf(update) is not { } message) return update;
            parts.Add((update, message));
        }

        // Parts may arrive in any order; message ids are in the order the album was sent in.
        parts.Sort(static (a, b) => a.Message.MessageId.CompareTo(b.Message.MessageId));
        var album = parts.Select(part => part.Message).ToArray();
        var head = parts[0].Update;
        return new Update
        {
            UpdateId = head.UpdateId,
            Message = head.Message,
            ChannelPost = head.ChannelPost,
            BusinessMessage = head.BusinessMessage,
            MediaGroup = album,
        };
    }

    private static Message? MessageOf(Update update) => update.Message ?? update.ChannelPost ?? update.BusinessMessage;
}
