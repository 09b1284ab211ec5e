using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary>The message a call means: by chat and number, or an inline one by its own id.</summary>
internal static class MessageTarget
{
    /// <param name="call">With chat_id and message_id, or inline_message_id.</param>
    /// <param name="name">What a refusal calls it, such as <c>message to edit</c>.</param>
    public static (Room Room, StoredMessage Message) Target(this MethodCall call, string name)
    {
        var inlineId = call.Parameters.Text("inline_message_id");
        if (inlineId.Length > 0)
        {
            foreach (var candidate in call.World.Rooms.Values)
            {
                if (candidate.Messages.Values.FirstOrDefault(m => m.InlineMessageId == inlineId && call.World.Wrote(m)) is { } found)
                    return (candidate, found);
            }
            throw ApiError.BadRequest("MESSAGE_ID_INVALID");
        }
        if (!call.Parameters.Has("chat_id") && call.Parameters.Long("message_id") <= 0)
            throw ApiError.BadRequest("message identifier is not specified");
        var room = call.Room();
        call.RequirePresence(room);
        return (room, call.Message(room) ?? throw ApiError.BadRequest(name + " not found"));
    }
}
