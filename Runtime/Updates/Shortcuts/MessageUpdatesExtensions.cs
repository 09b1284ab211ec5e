using System.Runtime.CompilerServices;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Updates that carry a message, and what flows of lists become when taken apart. Telegram is asked only for the kinds
/// that are left.
/// </summary>
public static class MessageUpdatesExtensions
{
    private static readonly FlowKinds Sent = FlowKinds.Of(
        UpdateType.Message, UpdateType.ChannelPost, UpdateType.BusinessMessage, UpdateType.GuestMessage);
    private static readonly FlowKinds Edited = FlowKinds.Of(
        UpdateType.EditedMessage, UpdateType.EditedChannelPost, UpdateType.EditedBusinessMessage);

    /// <summary>Updates with a new or edited message, post or business message.</summary>
    public static UpdateFlow<Update> OnlyBaseMessageUpdates(this UpdateFlow<Update> flow) => flow.Only(Sent.Or(Edited));

    /// <summary>Updates with a new message, post, business or guest message.</summary>
    public static UpdateFlow<Update> OnlySentMessageUpdates(this UpdateFlow<Update> flow) => flow.Only(Sent);

    /// <summary>Updates with an edited message, post or business message.</summary>
    public static UpdateFlow<Update> OnlyEditMessageUpdates(this UpdateFlow<Update> flow) => flow.Only(Edited);

    /// <summary>The elements of each list one by one, such as the parts of albums.</summary>
    public static UpdateFlow<T> Flatten<T>(this UpdateFlow<IReadOnlyList<T>> flow) =>
        flow.SelectMany(static items => items);

    private static UpdateFlow<Update> Only(
        this UpdateFlow<Update> flow, FlowKinds kinds, [CallerMemberName] string name = "") =>
        flow.Narrow(kinds).Keep(update => kinds.Covers(update.Type), name);
}
