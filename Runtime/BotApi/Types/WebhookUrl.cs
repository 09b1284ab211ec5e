namespace Telegram.Webhooks.Runtime.Types;

/// <summary>The form in which a webhook's address is sent.</summary>
internal static class WebhookUrl
{
    /// <summary>Adds <c>https://</c> to an address without a scheme. The empty address, which removes the webhook, stays empty.</summary>
    public static string WithScheme(string url) =>
        url.Length == 0 || url.Contains("://", StringComparison.Ordinal) ? url : "https://" + url;
}
