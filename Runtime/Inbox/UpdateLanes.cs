using System.Globalization;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Which updates are handled one after another: those of one lane are, in the order they came, except that an album is
/// handled when it is complete and so later than what came after it; lanes do not wait for each other. Derive from it
/// for what <see cref="By"/> cannot say.
/// </summary>
public class UpdateLanes
{
    // Not abstract, although it is there to be derived from: a configuration binder that is generated refuses, or
    // leaves out, options with an abstract member.
    /// <summary>
    /// A chat is a lane; without a chat, the user; without either, the update itself. Queries that Telegram wants
    /// answered within seconds (<c>inline_query</c>, <c>chosen_inline_result</c>, <c>shipping_query</c>,
    /// <c>pre_checkout_query</c>, <c>stopped_message_generation</c>) have lanes of their own, one for each user and
    /// kind. The default.
    /// </summary>
    public static UpdateLanes PerChat { get; } = new ChatLanes(perTopic: false);

    /// <summary>As <see cref="PerChat"/>, and each topic of a chat is a lane of its own.</summary>
    public static UpdateLanes PerTopic { get; } = new ChatLanes(perTopic: true);

    /// <summary>A lane for each key.</summary>
    /// <param name="key">The key of an update; null makes the update a lane of its own. Called when an update comes in,
    /// from several threads at once. When it throws, the error is logged and the update goes to the lane that
    /// <see cref="PerChat"/> says.</param>
    public static UpdateLanes By(Func<UpdateEnvelope, string?> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new KeyLanes(key);
    }

    /// <summary>
    /// The lane of an update; null makes it a lane of its own. <see cref="LaneKey"/> makes lanes of texts.
    /// </summary>
    /// <remarks>The lane is kept with the update: a change counts for updates that come in afterwards.</remarks>
    public virtual long? LaneOf(UpdateEnvelope update) => PerChat.LaneOf(update);

    private sealed class ChatLanes(bool perTopic) : UpdateLanes
    {
        public override long? LaneOf(UpdateEnvelope update)
        {
            ArgumentNullException.ThrowIfNull(update);
            if (IsQuery(update.Kind))
                return update.UserId is { } user
                    ? LaneKey.Of(string.Create(CultureInfo.InvariantCulture, $"{update.Kind}/{user}"))
                    : null;
            if (perTopic && update is { ChatId: { } chat, TopicId: { } topic })
                return LaneKey.Of(string.Create(CultureInfo.InvariantCulture, $"{chat}/{topic}"));
            return update.ChatId ?? update.UserId;
        }

        private static bool IsQuery(string? kind) =>
            kind is "inline_query" or "chosen_inline_result" or "shipping_query" or "pre_checkout_query" or "stopped_message_generation";
    }

    private sealed class KeyLanes(Func<UpdateEnvelope, string?> key) : UpdateLanes
    {
        public override long? LaneOf(UpdateEnvelope update) => key(update) is { } text ? LaneKey.Of(text) : null;
    }
}
