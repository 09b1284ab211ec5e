using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Text;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary><c>sendMessageDraft</c>: what the bot is writing, shown until its next message.</summary>
internal static class DraftMethods
{
    private const int MaxText = 4096;

    public static JsonNode SendMessageDraft(MethodCall call) => Show(call, () =>
    {
        var text = FormattedText.Parse(call.Parameters.Text("text"), call.Parameters.Text("parse_mode"),
            call.Parameters.Json("entities") as JsonArray);
        return text.Text.Length > MaxText ? throw ApiError.BadRequest("message is too long") : text.Text;
    });

    public static JsonNode Show(MethodCall call, Func<string> read)
    {
        var draft = call.Parameters.Long("draft_id");
        if (draft == 0) throw ApiError.BadRequest("draft_id must be non-zero");
        var text = read();
        var room = call.WritableRoom();
        if (!room.IsPrivate) throw ApiError.BadRequest("chat is not a private chat");
        room.Drafts[draft] = text;
        call.World.Feed.Publish(
            "draft", new JsonObject { ["chat_id"] = room.PageId, ["draft_id"] = draft, ["text"] = text }, room.OwnBot);
        return MethodCall.True();
    }
}
