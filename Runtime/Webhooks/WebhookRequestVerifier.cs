using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// Judges a request by its head alone. It knows no HTTP framework: strings and numbers in, a verdict out.
/// </summary>
internal sealed class WebhookRequestVerifier
{
    private readonly byte[]? _secretToken;
    private readonly IPNetwork[] _allowedNetworks;

    public WebhookRequestVerifier(string? secretToken, IEnumerable<IPNetwork>? allowedNetworks, int maxBodyBytes)
    {
        _secretToken = string.IsNullOrEmpty(secretToken) ? null : Encoding.UTF8.GetBytes(secretToken);
        _allowedNetworks = allowedNetworks is null ? [] : [.. allowedNetworks];
        MaxBodyBytes = maxBodyBytes;
    }

    public int MaxBodyBytes { get; }

    /// <summary>Whether a request that passes is known to come from whoever was told the secret token.</summary>
    public bool ProvesSender => _secretToken is not null;

    /// <summary>
    /// Judges by remote address, secret token, content type and encoding, and announced length, in this order.
    /// </summary>
    public WebhookRequestVerdict Verify(
        IPAddress? remote, string? secretToken, string? contentType, long? contentLength, string? contentEncoding = null)
    {
        if (!IsAllowed(remote))
            return WebhookRequestVerdict.ForbiddenAddress;
        if (!IsSecret(secretToken))
            return WebhookRequestVerdict.WrongSecretToken;
        if (!IsJson(contentType) || !IsPlain(contentEncoding))
            return WebhookRequestVerdict.NotJson;
        return contentLength > MaxBodyBytes ? WebhookRequestVerdict.TooLarge : WebhookRequestVerdict.Accepted;
    }

    private bool IsAllowed(IPAddress? remote) =>
        _allowedNetworks.Length == 0 || TelegramNetworks.IsIn(_allowedNetworks, remote);

    private bool IsSecret(string? candidate)
    {
        if (_secretToken is null)
            return true;
        if (candidate is null || candidate.Length > 1024)
            return false;
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(candidate.Length)];
        return CryptographicOperations.FixedTimeEquals(bytes[..Encoding.UTF8.GetBytes(candidate, bytes)], _secretToken);
    }

    // Whether the bytes are the text itself, and not compressed: nobody here decompresses what may be a bomb.
    private static bool IsPlain(string? contentEncoding) => string.IsNullOrEmpty(contentEncoding)
        || contentEncoding.Split(',').All(
            encoding => encoding.AsSpan().Trim().Equals("identity", StringComparison.OrdinalIgnoreCase));

    // JSON is UTF-8; what says that it is something else would be kept as an update that nobody can read.
    private static bool IsUtf8(string contentType) =>
        !MediaTypeHeaderValue.TryParse(contentType, out var media) || string.IsNullOrEmpty(media.CharSet)
        || media.CharSet.Trim('"').ToUpperInvariant() is "UTF-8" or "UTF8" or "US-ASCII";

    private static bool IsJson(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType))
            return true;
        var media = contentType.AsSpan();
        var end = media.IndexOf(';');
        if (end >= 0 && !IsUtf8(contentType))
            return false;
        if (end >= 0)
            media = media[..end];
        media = media.Trim();
        return media.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (media.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && media.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }
}
