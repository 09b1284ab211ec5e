using Telegram.Webhooks.Runtime.Sandbox.BotApi;

namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>The method call a webhook may answer with.</summary>
internal static class ReplyMethod
{
    private static readonly string[] Refused = ["deletewebhook", "setwebhook", "close", "logout"];

    /// <summary>Reads the reply of a success. Null for none, or for one that may not be called this way.</summary>
    public static async Task<(string Method, CallParameters Parameters)?> Read(WebhookResponse response, CancellationToken cancellationToken)
    {
        var parameters = new CallParameters();
        if (response.Body.Length == 0 || !await ParameterReader.ReadBody(response.ContentType, response.Body, parameters, cancellationToken)) return null;
        var method = parameters.Text("method").ToLowerInvariant();
        if (method.Length == 0 || Refused.Contains(method) || method.StartsWith("get", StringComparison.Ordinal)) return null;
        return (method, parameters);
    }
}
