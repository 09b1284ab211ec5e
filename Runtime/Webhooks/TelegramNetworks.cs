using System.Net;

namespace Telegram.Webhooks.Runtime;

/// <summary>The networks that Telegram delivers webhooks from.</summary>
/// <remarks>
/// Source: https://core.telegram.org/bots/webhooks#the-short-version. A self-hosted Bot API server delivers from its
/// own address instead.
/// </remarks>
public static class TelegramNetworks
{
    /// <summary>All of them: 149.154.160.0/20 and 91.108.4.0/22.</summary>
    public static IReadOnlyList<IPNetwork> All { get; } =
        [new(new IPAddress([149, 154, 160, 0]), 20), new(new IPAddress([91, 108, 4, 0]), 22)];

    /// <summary>
    /// Whether an address is one of Telegram's. An IPv4 address mapped into IPv6 counts as the IPv4 address.
    /// </summary>
    public static bool Contains(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return IsIn(All, address);
    }

    /// <summary>Whether any of the networks contains an address; no address is in none.</summary>
    internal static bool IsIn(IReadOnlyList<IPNetwork> networks, IPAddress? address)
    {
        if (address is null)
            return false;
        foreach (var network in networks)
        {
            // A socket that listens on both families reports IPv4 clients as ::ffff:a.b.c.d, which an IPv4 network
            // contains like a.b.c.d.
            if (network.Contains(address))
                return true;
        }

        return false;
    }
}
