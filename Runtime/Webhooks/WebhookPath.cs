using System.Buffers;
using Telegram.Webhooks.Runtime.Diagnosis;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>The path that updates are posted to: a leading slash, no trailing one; the root is empty.</summary>
internal readonly struct WebhookPath
{
    private static readonly SearchValues<char> NotInAPath = SearchValues.Create("?#{}*\\");

    private readonly string _path;

    private WebhookPath(string path) => _path = path;

    /// <summary>
    /// Reads a sub-route as users write it: null or "/" is the root, the leading slash is optional, a trailing one is
    /// dropped.
    /// </summary>
    public static bool TryParse(string? subroute, out WebhookPath path, out string? problem)
    {
        path = new WebhookPath("");
        problem = null;
        var text = (subroute ?? "").Trim().Trim('/');
        if (text.Length == 0)
            return true;
        if (text.AsSpan().ContainsAny(NotInAPath) || text.Any(char.IsWhiteSpace)
            || text.Contains("//", StringComparison.Ordinal)
            || text.Split('/').Any(segment => Uri.UnescapeDataString(segment) is "." or ".."))
        {
            problem = $"The sub-route '{subroute}' must be a plain path such as 'webhook_route': no query, fragment, pattern, white space, and no empty, '.' or '..' segment.";
            return false;
        }

        path = new WebhookPath("/" + TelegramUrl.Decoded(text));
        return true;
    }

    /// <summary>
    /// Whether a request's decoded path is this one, with or without a trailing slash. Case matters: a sub-route may be
    /// a secret.
    /// </summary>
    public bool Matches(string? requestPath)
    {
        var own = _path ?? "";
        var text = requestPath.AsSpan();
        return text.StartsWith(own, StringComparison.Ordinal)
            && (text.Length == own.Length || (text.Length == own.Length + 1 && text[^1] == '/'));
    }

    /// <summary>The path as it stands in a URL.</summary>
    public override string ToString() => string.IsNullOrEmpty(_path) ? "" : string.Join('/', _path.Split('/').Select(Uri.EscapeDataString))
        .Replace("%252F", "%2F", StringComparison.Ordinal).Replace("%252f", "%2f", StringComparison.Ordinal);
}
