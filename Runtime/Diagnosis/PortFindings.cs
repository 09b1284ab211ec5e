using System.Net.Sockets;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>Tries whether anything answers at the webhook's address and port.</summary>
internal static class PortFindings
{
    /// <returns>Whether a connection can be made.</returns>
    public static async Task<bool> Examine(
        WebhookConnection connection, FindingList findings, CancellationToken cancellationToken)
    {
        var where = $"{connection.Address}, port {connection.Url.Port}";
        try
        {
            var stream = await connection.Open(cancellationToken).ConfigureAwait(false);
            await stream.DisposeAsync().ConfigureAwait(false);
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            findings.Add("port.refused", FindingSeverity.Error, $"Nothing listens at {where}.",
                "The server does not run, listens on another port or on an address of this machine only, or port forwarding is missing.",
                "Check that the server runs, its port and host (\"0.0.0.0\" for all addresses), and port forwarding.",
                e.Message, FindingCertainty.Likely);
        }
        catch (Exception e) when (e is SocketException or TimeoutException)
        {
            findings.Add("port.no-answer", FindingSeverity.Error, $"There is no answer at {where}.",
                "A firewall drops the packets, or the address is wrong. Some routers do not let a machine reach itself by its public address; Telegram may then reach it all the same.",
                "Check the firewall (it must let 149.154.160.0/20 and 91.108.4.0/22 in), and try from another network.",
                e.Message, FindingCertainty.Likely);
        }

        return false;
    }
}
