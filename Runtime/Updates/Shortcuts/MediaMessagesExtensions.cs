using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Messages by the media they carry. A media message has only one of them, so it is in only one of these flows.
/// </summary>
public static class MediaMessagesExtensions
{
    /// <summary>
    /// Animations: GIFs and videos without sound. They are not in DocumentMessages, although they carry a document for
    /// old bots.
    /// </summary>
    public static UpdateFlow<Message> AnimationMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Animation is not null);

    /// <summary>
    /// <inheritdoc cref="AnimationMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> AnimationMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.AnimationMessages();

    /// <summary>
    /// Music files. Those in an album are in
    /// <see cref="MediaGroupMessagesExtensions.MediaGroupAudioMessages(FlowsUpdatesFilter)"/>.
    /// </summary>
    public static UpdateFlow<Message> AudioMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => MessageContent.IsAudio(message) && message.MediaGroupId is null);

    /// <summary>
    /// <inheritdoc cref="AudioMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> AudioMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.AudioMessages();

    /// <summary>
    /// Files. Those in an album are in
    /// <see cref="MediaGroupMessagesExtensions.MediaGroupDocumentMessages(FlowsUpdatesFilter)"/>.
    /// </summary>
    public static UpdateFlow<Message> DocumentMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => MessageContent.IsDocument(message) && message.MediaGroupId is null);

    /// <summary>
    /// <inheritdoc cref="DocumentMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> DocumentMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.DocumentMessages();

    /// <summary>
    /// Live photos. They are not in PhotoMessages, although they carry a photo for old bots. Those in an album are in
    /// <see cref="MediaGroupMessagesExtensions.MediaGroupVisualMessages(FlowsUpdatesFilter)"/>.
    /// </summary>
    public static UpdateFlow<Message> LivePhotoMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => MessageContent.IsLivePhoto(message) && message.MediaGroupId is null);

    /// <summary>
    /// <inheritdoc cref="LivePhotoMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> LivePhotoMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.LivePhotoMessages();

    /// <summary>Media that is paid for.</summary>
    public static UpdateFlow<Message> PaidMediaMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.PaidMedia is not null);

    /// <summary>
    /// <inheritdoc cref="PaidMediaMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> PaidMediaMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.PaidMediaMessages();

    /// <summary>
    /// Photos. Those in an album are in
    /// <see cref="MediaGroupMessagesExtensions.MediaGroupPhotosMessages(FlowsUpdatesFilter)"/>.
    /// </summary>
    public static UpdateFlow<Message> PhotoMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => MessageContent.IsPhoto(message) && message.MediaGroupId is null);

    /// <summary>
    /// <inheritdoc cref="PhotoMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> PhotoMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.PhotoMessages();

    /// <summary>The same as PhotoMessages.</summary>
    public static UpdateFlow<Message> ImageMessages(this UpdateFlow<Message> flow) => flow.PhotoMessages();

    /// <summary>
    /// <inheritdoc cref="ImageMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> ImageMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.ImageMessages();

    /// <summary>Stickers.</summary>
    public static UpdateFlow<Message> StickerMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Sticker is not null);

    /// <summary>
    /// <inheritdoc cref="StickerMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> StickerMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.StickerMessages();

    /// <summary>Forwarded stories.</summary>
    public static UpdateFlow<Message> StoryMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Story is not null);

    /// <summary>
    /// <inheritdoc cref="StoryMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> StoryMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.StoryMessages();

    /// <summary>
    /// Videos. Those in an album are in
    /// <see cref="MediaGroupMessagesExtensions.MediaGroupVideosMessages(FlowsUpdatesFilter)"/>.
    /// </summary>
    public static UpdateFlow<Message> VideoMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => MessageContent.IsVideo(message) && message.MediaGroupId is null);

    /// <summary>
    /// <inheritdoc cref="VideoMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> VideoMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.VideoMessages();

    /// <summary>Round video messages.</summary>
    public static UpdateFlow<Message> VideoNoteMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.VideoNote is not null);

    /// <summary>
    /// <inheritdoc cref="VideoNoteMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> VideoNoteMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.VideoNoteMessages();

    /// <summary>Voice messages.</summary>
    public static UpdateFlow<Message> VoiceMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Voice is not null);

    /// <summary>
    /// <inheritdoc cref="VoiceMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> VoiceMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.VoiceMessages();
}
