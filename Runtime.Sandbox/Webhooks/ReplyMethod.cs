using Telegram.Webhooks.Runtime.Sandbox.BotApi;

namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>The method call a webhook may answer with.</summary>
internal static class ReplyMethod
{
    private static readonly string[] Refused = ["deletewebhook", "setwebhook", "close", "logout"];

    /// <summary>The call in a success. Null for none, or for one that may not be called this way.</summary>
    public static string? Of(CallParameters? parameters)
    {
        var method = parameters?.Text("method").ToLowerInvariant() ?? "";
        return method.Length == 0 || Refused.Contains(method) || method.StartsWith("get", StringComparison.Ordinal)
            ? null
            : method;
    }
}
