using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Updates;

/// <summary>Makes one update of the parts of an album.</summary>
internal static class MediaGroupUpdates
{
    /// <summary>An album has at most this many parts.</summary>
    public const int MaxParts = 10;

    /// <summary>The message that may be a part of an album: one that was sent, not one that was edited.</summary>
    public static Message? PartOf(Update update) =>
        (update.Message ?? update.ChannelPost ?? update.BusinessMessage) is { MediaGroupId: not null } message ? message : null;

    /// <summary>The first part's message with all parts by message id; the update's id is the first part's.</summary>
    /// <param name="parts">Parts of one album, of one kind; at least one, in any order, repeated ones are
    /// dropped.</param>
    public static Update Merge(IReadOnlyList<Update> parts)
    {
        var sorted = parts.DistinctBy(part => PartOf(part)!.MessageId).OrderBy(part => PartOf(part)!.MessageId)
            .ToList();
        var first = sorted[0];
        return new Update
        {
            UpdateId = first.UpdateId,
            Message = first.Message,
            ChannelPost = first.ChannelPost,
            BusinessMessage = first.BusinessMessage,
            MediaGroup = [.. sorted.Select(part => PartOf(part)!)],
        };
    }
}
