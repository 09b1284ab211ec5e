using System.Runtime.CompilerServices;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Albums by what their parts are: each item is the album's parts of that sort, in the order of the album; an album
/// without such a part is left out.
/// </summary>
public static class MediaGroupMessagesExtensions
{
    /// <summary>Albums, whatever their parts are.</summary>
    public static UpdateFlow<IReadOnlyList<Message>> MediaGroupMessages(this UpdateFlow<IReadOnlyList<Message>> flow) =>
        flow.Parts(static _ => true);

    /// <summary>
    /// <inheritdoc cref="MediaGroupMessages(UpdateFlow{IReadOnlyList{Message}})" path="/summary/node()"/> From chats
    /// and channels.
    /// </summary>
    public static UpdateFlow<IReadOnlyList<Message>> MediaGroupMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMediaGroupsFlow.MediaGroupMessages();

    /// <summary>The photos of each album.</summary>
    public static UpdateFlow<IReadOnlyList<Message>> MediaGroupPhotosMessages(this UpdateFlow<IReadOnlyList<Message>> flow) =>
        flow.Parts(MessageContent.IsPhoto);

    /// <summary>
    /// <inheritdoc cref="MediaGroupPhotosMessages(UpdateFlow{IReadOnlyList{Message}})" path="/summary/node()"/> From
    /// chats and channels.
    /// </summary>
    public static UpdateFlow<IReadOnlyList<Message>> MediaGroupPhotosMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMediaGroupsFlow.MediaGroupPhotosMessages();

    /// <summary>The videos of each album.</summary>
    public static UpdateFlow<IReadOnlyList<Message>> MediaGroupVideosMessages(this UpdateFlow<IReadOnlyList<Message>> flow) =>
        flow.Parts(MessageContent.IsVideo);

    /// <summary>
    /// <inheritdoc cref="MediaGroupVideosMessages(UpdateFlow{IReadOnlyList{Message}})" path="/summary/node()"/> From
    /// chats and channels.
    /// </summary>
    public static UpdateFlow<IReadOnlyList<Message>> MediaGroupVideosMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMediaGroupsFlow.MediaGroupVideosMessages();

    /// <summary>The photos, live photos and videos of each album.</summary>
    public static UpdateFlow<IReadOnlyList<Message>> MediaGroupVisualMessages(this UpdateFlow<IReadOnlyList<Message>> flow) =>
        flow.Parts(MessageContent.IsVisual);

    /// <summary>
    /// <inheritdoc cref="MediaGroupVisualMessages(UpdateFlow{IReadOnlyList{Message}})" path="/summary/node()"/> From
    /// chats and channels.
    /// </summary>
    public static UpdateFlow<IReadOnlyList<Message>> MediaGroupVisualMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMediaGroupsFlow.MediaGroupVisualMessages();

    /// <summary>The music files of each album.</summary>
    public static UpdateFlow<IReadOnlyList<Message>> MediaGroupAudioMessages(this UpdateFlow<IReadOnlyList<Message>> flow) =>
        flow.Parts(MessageContent.IsAudio);

    /// <summary>
    /// <inheritdoc cref="MediaGroupAudioMessages(UpdateFlow{IReadOnlyList{Message}})" path="/summary/node()"/> From
    /// chats and channels.
    /// </summary>
    public static UpdateFlow<IReadOnlyList<Message>> MediaGroupAudioMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMediaGroupsFlow.MediaGroupAudioMessages();

    /// <summary>The files of each album.</summary>
    public static UpdateFlow<IReadOnlyList<Message>> MediaGroupDocumentMessages(this UpdateFlow<IReadOnlyList<Message>> flow) =>
        flow.Parts(MessageContent.IsDocument);

    /// <summary>
    /// <inheritdoc cref="MediaGroupDocumentMessages(UpdateFlow{IReadOnlyList{Message}})" path="/summary/node()"/> From
    /// chats and channels.
    /// </summary>
    public static UpdateFlow<IReadOnlyList<Message>> MediaGroupDocumentMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMediaGroupsFlow.MediaGroupDocumentMessages();

    private static UpdateFlow<IReadOnlyList<Message>> Parts(this UpdateFlow<IReadOnlyList<Message>> flow,
        Func<Message, bool> wanted, [CallerMemberName] string name = "") =>
        flow.Derive(
            (IReadOnlyList<Message> album, ref FlowItems<IReadOnlyList<Message>> into) =>
            {
                Message[] parts = [.. album.Where(wanted)];
                if (parts.Length > 0) into.Add(parts);
            },
            name);
}
