using System.Net;
using System.Net.Sockets;

namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>IPv4 ranges that Telegram does not deliver to.</summary>
internal static class ReservedAddresses
{
    private static readonly IPNetwork[] Ranges =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>What is wrong with an address under the cloud's rules, or null.</summary>
    public static string? Problem(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetwork) return "IPv6-only addresses are not allowed";
        return Ranges.Any(range => range.Contains(address)) ? $"IP address {address} is reserved" : null;
    }
}
