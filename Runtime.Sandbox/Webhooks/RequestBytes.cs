using System.Globalization;
using System.Text;
using Telegram.Webhooks.Runtime.Sandbox.Updates;

namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>The request, byte for byte as Telegram sends it.</summary>
internal static class RequestBytes
{
    /// <summary>Headers longer than this are never sent.</summary>
    public const int MaxHeader = 4096;

    /// <summary>Null when the headers do not fit: such an update stays where it is.</summary>
    public static byte[]? Make(WebhookSettings settings, QueuedUpdate update)
    {
        var header = new StringBuilder();
        header.Append(CultureInfo.InvariantCulture, $"POST {settings.Url.Target} HTTP/1.1\r\n");
        header.Append(CultureInfo.InvariantCulture, $"Host: {settings.Url.HostHeader}\r\n");
        if (settings.Url.UserInfo.Length > 0)
            header.Append(CultureInfo.InvariantCulture,
                $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(settings.Url.UserInfo))}\r\n");
        if (settings.SecretToken.Length > 0)
            header.Append(CultureInfo.InvariantCulture, $"X-Telegram-Bot-Api-Secret-Token: {settings.SecretToken}\r\n");
        header.Append("Content-Type: application/json\r\n");
        header.Append(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(update.Body)}\r\n");
        header.Append("Connection: keep-alive\r\nAccept-Encoding: gzip, deflate\r\n\r\n");
        if (Encoding.UTF8.GetByteCount(header.ToString()) > MaxHeader) return null;
        return Encoding.UTF8.GetBytes(header.Append(update.Body).ToString());
    }
}
