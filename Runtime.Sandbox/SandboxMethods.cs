using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Methods;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>Which methods of the Bot API the local Telegram has.</summary>
public static class SandboxMethods
{
    /// <summary>The methods with behaviour, and those that are known and answered 501, as a Markdown page.</summary>
    public static string ToMarkdown() => MethodTable.ToMarkdown(BotApiService.SharedSchema);
}
