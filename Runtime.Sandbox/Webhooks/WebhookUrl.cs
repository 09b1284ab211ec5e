using System.Globalization;
using System.Net;
using System.Text;

namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>A webhook's address, taken apart by the real server's rules rather than by <see cref="Uri"/>'s.</summary>
internal sealed record WebhookUrl(bool IsHttps, string UserInfo, string Host, int Port, string Target)
{
    private const string Unreserved = "-._~!$&'()*+,;=";

    private static readonly IdnMapping Idn = new();

    /// <summary>Host without the brackets of an IPv6 address.</summary>
    public string BareHost => Host.Trim('[', ']');

    public bool HostIsAddress => IPAddress.TryParse(BareHost, out _);

    /// <summary>As in the Host header: with the port unless it is the scheme's own.</summary>
    public string HostHeader =>
        Port == (IsHttps ? 443 : 80) ? Host : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    public static WebhookUrl? Parse(string text)
    {
        text = text.TrimEnd(' ');
        var https = true;
        var start = text.IndexOf("://", StringComparison.Ordinal);
        if (start >= 0)
        {
            var scheme = text[..start].ToLowerInvariant();
            if (scheme is not ("http" or "https")) return null;
            https = scheme == "https";
            text = text[(start + 3)..];
        }
        var end = text.IndexOfAny(['/', '?', '#']);
        var authority = end < 0 ? text : text[..end];
        var at = authority.LastIndexOf('@');
        var userInfo = at < 0 ? "" : authority[..at];
        if (!Split(authority[(at + 1)..], out var host, out var port)) return null;
        if (host.Length == 0 || host == "." || !Allowed(userInfo, ":")) return null;
        host = host.ToLowerInvariant();
        if (host[0] == '[' ? !IPAddress.TryParse(host.Trim('[', ']'), out _) : !Allowed(host, "")) return null;
        return new WebhookUrl(https, userInfo, Ascii(host), port ?? (https ? 443 : 80), Encode(end < 0 ? "" : text[end..]));
    }

    private static bool Split(string authority, out string host, out int? port)
    {
        port = null;
        var bracket = authority.StartsWith('[') ? authority.IndexOf(']', StringComparison.Ordinal) : -1;
        if (authority.StartsWith('[') && bracket < 0)
        {
            host = "";
            return false;
        }
        var colon = authority.IndexOf(':', Math.Max(bracket, 0));
        host = colon < 0 ? authority : authority[..colon];
        if (colon < 0) return bracket < 0 || bracket == authority.Length - 1;
        if (!int.TryParse(authority[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number is 0 or > 65535)
            return false;
        port = number;
        return true;
    }

    private static bool Allowed(string text, string also)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
                i += 2;
            else if (!char.IsAsciiLetterOrDigit(c) && c < 128
                && !Unreserved.Contains(c, StringComparison.Ordinal) && !also.Contains(c, StringComparison.Ordinal))
                return false;
        }
        return true;
    }

    private static string Ascii(string host)
    {
        try
        {
            return host.All(char.IsAscii) ? host : Idn.GetAscii(host);
        }
        catch (ArgumentException)
        {
            return host;
        }
    }

    /// <summary>Path and query; a fragment stays in, as in the real server.</summary>
    private static string Encode(string target)
    {
        var encoded = new StringBuilder(target.StartsWith('/') ? "" : "/");
        foreach (var c in target)
        {
            if (c <= ' ') encoded.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
            else encoded.Append(c);
        }
        return encoded.ToString();
    }
}
