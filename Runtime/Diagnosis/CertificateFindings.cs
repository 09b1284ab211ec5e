using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>Judges the time of a certificate that is served.</summary>
internal static class CertificateFindings
{
    private const string Refuses = "Telegram refuses the connection.";

    private static readonly TimeSpan EndsSoon = TimeSpan.FromDays(14);

    /// <returns>Whether it is valid now.</returns>
    public static bool JudgeTime(
        DateTimeOffset from, DateTimeOffset until, DateTimeOffset now, string seen, FindingList findings)
    {
        if (now < from)
        {
            findings.Add("tls.not-yet-valid", FindingSeverity.Error,
                $"The certificate that is served is not valid before {KeyErrors.Time(from)}.", Refuses,
                "Check the clocks of this machine and of the one that made it.", seen);
            return false;
        }

        if (now > until)
        {
            findings.Add("tls.expired", FindingSeverity.Error,
                $"The certificate that is served expired at {KeyErrors.Time(until)}.", Refuses, "Renew it.", seen);
            return false;
        }

        if (until - now < EndsSoon)
        {
            findings.Add("tls.ends-soon", FindingSeverity.Warning,
                $"The certificate that is served ends in {(int)(until - now).TotalDays} days.",
                "From then on Telegram refuses the connection.", "Renew it, and check what should renew it by itself.",
                seen);
        }

        return true;
    }
}
