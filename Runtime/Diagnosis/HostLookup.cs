using System.Net;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>Looks up a host's addresses, of both families.</summary>
/// <exception cref="System.Net.Sockets.SocketException">It has none, or no name server answers.</exception>
internal delegate Task<IPAddress[]> HostLookup(string host, CancellationToken cancellationToken);

/// <summary>The ways to look up a host.</summary>
internal static class HostLookups
{
    /// <summary>The system's resolver.</summary>
    public static HostLookup System { get; } = Dns.GetHostAddressesAsync;
}
