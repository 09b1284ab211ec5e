namespace Telegram.Webhooks.Runtime.BotApi.Noted;

/// <summary>
/// Tells which methods are noted when they succeed, so that a later attempt does not call them again.
/// </summary>
/// <remarks>
/// All that change something people see. Not what only reads, what fades by itself (a status, a draft that streams:
/// hundreds of them would leave no room for what lasts), and what concerns the bot's own connection.
/// </remarks>
internal static class NotedMethods
{
    public static bool Include(string methodName) => methodName switch
    {
        "sendChatAction" or "sendMessageDraft" or "sendRichMessageDraft" => false,
        "setWebhook" or "deleteWebhook" or "logOut" or "close" => false,
        _ => !(methodName.StartsWith("get", StringComparison.Ordinal) && methodName.Length > 3 && char.IsAsciiLetterUpper(methodName[3])),
    };
}
