using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Rich;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary><c>sendRichMessage</c> and <c>sendRichMessageDraft</c>; <c>editMessageText</c> edits them.</summary>
internal static class RichMethods
{
    public static JsonNode SendRichMessage(MethodCall call) => call.Send(() => Content(call));

    /// <summary>People see the draft's plain text.</summary>
    public static JsonNode SendRichMessageDraft(MethodCall call) =>
        DraftMethods.Show(call, () => RichPlain.Of(RichInput.Read(call, call.Parameters.Json("rich_message") as JsonObject, isDraft: true)));

    public static JsonObject Content(MethodCall call) =>
        new() { ["rich_message"] = RichInput.Read(call, call.Parameters.Json("rich_message") as JsonObject) };
}
