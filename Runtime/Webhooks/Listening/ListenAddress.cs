using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// The host to listen on, as users write it: an address, a name of this machine, "localhost", "*", "+", or "unix:" and
/// a path.
/// </summary>
internal static class ListenAddress
{
    private const string UnixPrefix = "unix:";
    private const int HashBytes = 8;

    /// <summary>The path of the Unix socket that the host names; null when it names none.</summary>
    public static string? UnixPath(string host) =>
        host.Trim() is var text && text.StartsWith(UnixPrefix, StringComparison.OrdinalIgnoreCase) ? text[UnixPrefix.Length..] : null;

    /// <summary>
    /// What the default inbox of a server without a bot is named after: the port, or the file of the Unix socket; with
    /// a hash of what the name does not tell apart, which is the socket's folder, and the sub-route where servers share
    /// a port.
    /// </summary>
    /// <param name="host">What is listened on.</param>
    /// <param name="port">The real port.</param>
    /// <param name="shared">The sub-route, where others listen on the same port; null where nobody does.</param>
    public static string InboxName(string host, int port, WebhookPath? shared)
    {
        var (name, rest) = UnixPath(host) is { } path
            ? (Path.GetFileNameWithoutExtension(path), Path.GetFullPath(path))
            : (port.ToString(CultureInfo.InvariantCulture), "");
        if (shared is { } route)
            rest += "\n" + route;
        if (rest.Length == 0)
            return name;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(rest)).AsSpan(0, HashBytes);
        return $"{name}-{Convert.ToHexStringLower(hash)}";
    }

    /// <summary>The addresses, of each family once. More than one only for "localhost".</summary>
    /// <exception cref="WebhookStartException">The host is neither an address nor a name of this machine.</exception>
    public static async Task<IReadOnlyList<IPAddress>> Resolve(string host, CancellationToken cancellationToken)
    {
        var text = host.Trim().TrimStart('[').TrimEnd(']');
        if (text is "*" or "+")
            return [Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any];
        if (text.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return Socket.OSSupportsIPv6 ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback];
        if (IPAddress.TryParse(text, out var address))
            return [address];
        try
        {
            var found = await Dns.GetHostAddressesAsync(text, cancellationToken).ConfigureAwait(false);
            return [Array.Find(found, a => a.AddressFamily == AddressFamily.InterNetwork) ?? found[0]];
        }
        catch (Exception e) when (e is SocketException or ArgumentException or IndexOutOfRangeException)
        {
            throw new WebhookStartException(
                $"The host to listen on, '{host}', is neither an IP address nor a name of this machine. Use \"0.0.0.0\" for all addresses or \"127.0.0.1\" behind a proxy on the same machine.", e);
        }
    }

    /// <summary>The host as it stands in a URL.</summary>
    public static string InUrl(string host, IPAddress address) =>
        host.Trim().Equals("localhost", StringComparison.OrdinalIgnoreCase) ? host.Trim()
        : address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]"
        : host.Trim() is "*" or "+" ? address.ToString()
        : host.Trim();
}
