using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>The host to listen on, as users write it: an address, a name of this machine, "localhost", "*", "+", or "unix:" and a path.</summary>
internal static class ListenAddress
{
    private const string UnixPrefix = "unix:";

    /// <summary>The path of the Unix socket that the host names; null when it names none.</summary>
    public static string? UnixPath(string host) =>
        host.Trim() is var text && text.StartsWith(UnixPrefix, StringComparison.OrdinalIgnoreCase) ? text[UnixPrefix.Length..] : null;

    /// <summary>What the default inbox of a server without a bot is named after: the port, or the file of the Unix socket.</summary>
    public static string InboxName(string host, int port) =>
        UnixPath(host) is { } path ? Path.GetFileNameWithoutExtension(path) : port.ToString(CultureInfo.InvariantCulture);

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
