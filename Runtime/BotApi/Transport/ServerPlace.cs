using System.Net;
using System.Net.Sockets;

namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>Tells a Bot API server of one's own from Telegram's cloud by its host.</summary>
internal static class ServerPlace
{
    // What RFC 1918 and RFC 4193 give to private networks, and the addresses of a link (RFC 3927, RFC 4291).
    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fe80::/10"),
    ];

    /// <summary>
    /// Whether the host is this machine or stands in a private network. A name is not looked up: what it means may
    /// change.
    /// </summary>
    public static bool IsOnesOwn(Uri server)
    {
        var host = server.IdnHost.Trim('[', ']').TrimEnd('.');
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        if (!IPAddress.TryParse(host, out var address))
            return false;
        if (address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        return IPAddress.IsLoopback(address) || Private.Any(network => network.Contains(address));
    }
}
