using System.Globalization;
using System.Net;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>A webhook URL as Telegram takes it apart, which is not quite how <see cref="Uri"/> does.</summary>
internal sealed class TelegramUrl
{
    private const string HostPunctuation = ".-_!$,~*'();&+=";

    private TelegramUrl(bool isHttps, string userInfo, string host, int port, bool hasPort, string target)
    {
        IsHttps = isHttps;
        UserInfo = userInfo;
        Host = ToAscii(host);
        Port = port;
        HasPort = hasPort;
        Target = target;
        // Telegram's resolver takes the short forms of an address too ("127.1"), as the framework's parser does.
        Address = IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address : null;
    }

    public bool IsHttps { get; }

    /// <summary>Name and password before the <c>@</c>; a secret.</summary>
    public string UserInfo { get; }

    /// <summary>In lower case and ASCII form; an IPv6 address in brackets.</summary>
    public string Host { get; }

    /// <summary>The host as an address; null when it is a name.</summary>
    public IPAddress? Address { get; }

    public int Port { get; }

    /// <summary>Whether the port stands in the URL.</summary>
    public bool HasPort { get; }

    /// <summary>Path, query and, wrongly, fragment: what stands in the request line.</summary>
    public string Target { get; }

    /// <summary>The path as it stands in the request line.</summary>
    public string Path => Target.AsSpan().IndexOfAny('?', '#') is var end and >= 0 ? Target[..end] : Target;

    /// <summary>
    /// A path as the server compares it: decoded, but for an encoded slash, which it leaves as it was sent.
    /// </summary>
    public static string Decoded(string path) => Uri.UnescapeDataString(
        path.Replace("%2F", "%252F", StringComparison.Ordinal).Replace("%2f", "%252f", StringComparison.Ordinal));

    /// <summary>Takes a URL apart. Never throws.</summary>
    /// <returns>The URL, or null and the reason why Telegram does not take it.</returns>
    public static (TelegramUrl? Url, string? Reason) Parse(string text)
    {
        var schemeEnd = text.IndexOfAny([':', '/', '?', '#', '@', '[', ']']);
        var isHttps = true;
        var rest = text;
        if (schemeEnd >= 0 && text.AsSpan(schemeEnd).StartsWith("://"))
        {
            var scheme = text[..schemeEnd].ToLowerInvariant();
            if (scheme is not ("http" or "https"))
                return Refuse($"its scheme is '{scheme}', not https");
            isHttps = scheme == "https";
            rest = text[(schemeEnd + 3)..];
        }

        var targetStart = rest.IndexOfAny(['/', '?', '#']);
        var authority = targetStart < 0 ? rest : rest[..targetStart];
        var (hostPart, port) = SplitPort(authority);
        if (port is < 0 or > 65535)
            return Refuse("its port is not a number from 1 to 65535");
        var at = hostPart.LastIndexOf('@');
        var (userInfo, host) = (at < 0 ? "" : hostPart[..at], hostPart[(at + 1)..].ToLowerInvariant());
        var reason = WrongHost(host) ?? WrongCharacter(userInfo, "user name or password", allowColon: true);
        return reason is not null
            ? Refuse(reason)
            : (new TelegramUrl(isHttps, userInfo, host, port ?? (isHttps ? 443 : 80), port is not null, RequestTarget(targetStart < 0 ? "" : rest[targetStart..])), null);
    }

    /// <summary>Scheme, host and port: the part that is no secret.</summary>
    public override string ToString() => $"{(IsHttps ? "https" : "http")}://{Host}{(HasPort ? ":" + Port.ToString(CultureInfo.InvariantCulture) : "")}";

    private static (TelegramUrl?, string?) Refuse(string reason) => (null, reason);

    /// <summary>
    /// The port is what follows the last colon, unless a <c>]</c> or <c>@</c> comes after it; null without one, -1 for
    /// nonsense.
    /// </summary>
    private static (string Host, int? Port) SplitPort(string authority)
    {
        var colon = authority.LastIndexOfAny([':', ']', '@']);
        if (colon <= 0 || authority[colon] != ':')
            return (authority, null);
        var isNumber = int.TryParse(
            authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        return (authority[..colon], isNumber && port > 0 ? port : -1);
    }

    private static string? WrongHost(string host)
    {
        if (host.Length == 0)
            return "it has no host";
        if (host == ".")
            return "its host is only a dot";
        if (host[0] == '[' && host[^1] == ']')
        {
            var inner = host.Length > 2 ? host[1..^1] : "";
            return inner.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.') && IPAddress.TryParse(inner, out var ip) && ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
                ? null
                : "its IPv6 address is malformed";
        }

        return WrongCharacter(host, "host", allowColon: false);
    }

    private static string? WrongCharacter(string part, string name, bool allowColon)
    {
        for (var i = 0; i < part.Length; i++)
        {
            var c = part[i];
            if (char.IsAsciiLetterOrDigit(c) || c >= 0x80 || HostPunctuation.Contains(c, StringComparison.Ordinal)
                || (allowColon && c == ':'))
                continue;
            if (c != '%')
                return $"its {name} has a character that is not allowed there";
            if (i + 2 >= part.Length || !char.IsAsciiHexDigit(part[i + 1]) || !char.IsAsciiHexDigit(part[i + 2]))
                return $"its {name} has a '%' that is not followed by two hexadecimal digits";
            i += 2;
        }

        return null;
    }

    private static string RequestTarget(string raw)
    {
        var trimmed = raw.TrimEnd(' ', '\t', '\r', '\n', '\0', '\v');
        return trimmed.StartsWith('/') ? trimmed : "/" + trimmed;
    }

    private static string ToAscii(string host)
    {
        if (host.All(char.IsAscii))
            return host;
        try
        {
            return new IdnMapping { AllowUnassigned = true }.GetAscii(host).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // Not a name in any script: DNS will say so, and the name check compares it as it is.
            return host;
        }
    }
}
