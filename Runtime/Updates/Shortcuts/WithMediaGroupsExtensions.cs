using System.Runtime.CompilerServices;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime;

/// <summary>Messages of chats and channels, and the parts of albums each as a message of its own.</summary>
public static class WithMediaGroupsExtensions
{
    /// <summary>Messages that someone wrote or sent, in an album or not.</summary>
    public static UpdateFlow<Message> SentMessagesWithMediaGroups(this FlowsUpdatesFilter filter) =>
        filter.Parts(MessageContent.IsContent);

    /// <summary>Photos, in an album or not.</summary>
    public static UpdateFlow<Message> PhotoMessagesWithMediaGroups(this FlowsUpdatesFilter filter) =>
        filter.Parts(MessageContent.IsPhoto);

    /// <summary>The same as <see cref="PhotoMessagesWithMediaGroups"/>.</summary>
    public static UpdateFlow<Message> ImageMessagesWithMediaGroups(this FlowsUpdatesFilter filter) =>
        filter.PhotoMessagesWithMediaGroups();

    /// <summary>Videos, in an album or not.</summary>
    public static UpdateFlow<Message> VideoMessagesWithMediaGroups(this FlowsUpdatesFilter filter) =>
        filter.Parts(MessageContent.IsVideo);

    /// <summary>Music files, in an album or not.</summary>
    public static UpdateFlow<Message> AudioMessagesWithMediaGroups(this FlowsUpdatesFilter filter) =>
        filter.Parts(MessageContent.IsAudio);

    /// <summary>Files, in an album or not.</summary>
    public static UpdateFlow<Message> DocumentMessagesWithMediaGroups(this FlowsUpdatesFilter filter) =>
        filter.Parts(MessageContent.IsDocument);

    private static UpdateFlow<Message> Parts(
        this FlowsUpdatesFilter filter, Func<Message, bool> wanted, [CallerMemberName] string name = "") =>
        filter.UpdatesFlow(UpdateType.Message, UpdateType.ChannelPost).Derive(
            (Update update, ref FlowItems<Message> into) =>
            {
                foreach (var part in update.MediaGroup ?? [(update.Message ?? update.ChannelPost)!])
                {
                    if (wanted(part)) into.Add(part);
                }
            },
            name);
}
