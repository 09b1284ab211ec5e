using System.Net;
using System.Net.Sockets;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>Judges where a webhook's host leads to. Used before a registration and by the examination.</summary>
internal static class HostFindings
{
    /// <summary>Looks the host up and judges what comes; a name that cannot be looked up is a finding, too.</summary>
    /// <returns>The addresses that Telegram can use, IPv4 alone.</returns>
    public static async Task<IPAddress[]> Examine(
        string host, bool isTelegramCloud, string? telegramsAddress, HostLookup lookup, TimeSpan timeout, FindingList findings, CancellationToken cancellationToken)
    {
        IPAddress[] addresses;
        try
        {
            addresses = await lookup(host, cancellationToken)
                .WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } or ArgumentException)
        {
            findings.Add("dns.not-found", FindingSeverity.Error,
                $"DNS does not know the webhook's host {host}.",
                "Telegram would answer 'Bad Request: bad webhook: Failed to resolve host'.",
                "Check the name and its A record; a new entry takes some minutes to be known everywhere.", e.Message,
                FindingCertainty.Likely);
            return [];
        }
        catch (Exception e) when (e is SocketException or TimeoutException)
        {
            findings.Add("dns.no-answer", FindingSeverity.Warning,
                $"The webhook's host {host} could not be looked up.",
                "This machine's resolver gives no answer; Telegram's may.",
                "Check this machine's DNS settings.", e.Message, FindingCertainty.Likely);
            return [];
        }

        IPAddress[] usable = [.. addresses.Select(a => a.IsIPv4MappedToIPv6 ? a.MapToIPv4() : a).Where(a => a.AddressFamily == AddressFamily.InterNetwork)];
        if (isTelegramCloud)
            JudgeReachability(host, addresses, usable, findings);
        if (IPAddress.TryParse(telegramsAddress, out var known) && usable.Length > 0 && !usable.Contains(known))
        {
            findings.Add("dns.other-address", FindingSeverity.Warning,
                $"Telegram delivers to {known}, while DNS says {string.Join(", ", usable.AsEnumerable())} for {host}.",
                "Telegram looks the name up again every half hour, or DNS tells this machine something else than others.",
                "If the address has just changed, wait, or call setWebhook again; else check the A record.",
                certainty: FindingCertainty.Likely);
        }

        return usable;
    }

    private static void JudgeReachability(string host, IPAddress[] all, IPAddress[] usable, FindingList findings)
    {
        if (usable.Length == 0 && all.Length > 0)
        {
            findings.Add("dns.ipv6-only", FindingSeverity.Error,
                $"The webhook's host {host} has IPv6 addresses only.",
                "Telegram would answer 'Bad Request: bad webhook: IPv6-only addresses are not allowed'.",
                "Give it an A record.", string.Join(", ", all.AsEnumerable()), FindingCertainty.Likely);
        }

        var reserved = Array.FindAll(usable, ReservedAddresses.Contain);
        if (reserved.Length > 0)
        {
            findings.Add("dns.private-address", reserved.Length == usable.Length ? FindingSeverity.Error : FindingSeverity.Warning,
                $"The webhook's host {host} leads to {string.Join(", ", reserved.AsEnumerable())}, which is not reachable from the internet.",
                $"Telegram would answer 'Bad Request: bad webhook: IP address {reserved[0]} is reserved', unless its DNS says something else than this machine's.",
                "Give the A record the public address, such as a tunnel's or the router's.",
                certainty: FindingCertainty.Likely);
        }
    }
}
