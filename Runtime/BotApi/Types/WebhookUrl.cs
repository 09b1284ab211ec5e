namespace Telegram.Webhooks.Runtime.Types;

/// <summary>The form in which a webhook's address is sent.</summary>
internal static class WebhookUrl
{
    // Of a shorter segment two letters would be too much.
    private const int ShownFrom = 6;

    /// <summary>
    /// Adds <c>https://</c> to an address without a scheme, and takes away white space around it. The empty address,
    /// which removes the webhook, stays empty.
    /// </summary>
    public static string WithScheme(string url)
    {
        var address = url.Trim();
        return address.Length == 0 || address.Contains("://", StringComparison.Ordinal)
            ? address
            : "https://" + address;
    }

    /// <summary>Scheme, host and port of an address: what may be logged, for its path is often a secret.</summary>
    public static string Origin(string url)
    {
        var address = WithoutUserInfo(WithScheme(url));
        var start = address.IndexOf("://", StringComparison.Ordinal) + 3;
        var length = address.AsSpan(start).IndexOfAny('/', '?', '#');
        return length < 0 ? address : address[..(start + length)];
    }

    /// <summary>The address without the name and password that may stand before its host: what may be logged.</summary>
    public static string WithoutUserInfo(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0;
        var length = url.AsSpan(start).IndexOfAny('/', '?', '#');
        var end = length < 0 ? url.Length : start + length;
        var at = url.AsSpan(start, end - start).LastIndexOf('@');
        return at < 0 ? url : url.Remove(start, at + 1);
    }

    /// <summary>
    /// The address as logs and messages show it: scheme, host, port and a path that can be recognised but not used, for
    /// it may be a secret, and many people put the bot's token there.
    /// </summary>
    public static string Masked(string url)
    {
        var shown = WithoutUserInfo(url);
        var start = shown.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0;
        var length = shown.AsSpan(start).IndexOfAny('/', '?', '#');
        return length < 0 ? shown : shown[..(start + length)] + MaskedPath(shown[(start + length)..]);
    }

    /// <summary>
    /// A path with the first two letters of each longer segment; a query shows nothing but that there is one.
    /// </summary>
    public static string MaskedPath(string path)
    {
        var end = path.AsSpan().IndexOfAny('?', '#');
        var segments = (end < 0 ? path : path[..end]).Split('/').Select(MaskedSegment);
        return string.Join('/', segments) + (end < 0 ? "" : path[end] + "…");
    }

    private static string MaskedSegment(string segment) => segment.Length switch
    {
        0 => "",
        < ShownFrom => "…",
        _ => string.Concat(segment.AsSpan(0, 2), "…"),
    };
}
