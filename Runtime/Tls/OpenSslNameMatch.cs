namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// Whether a name in a certificate covers a host, by the rules of OpenSSL's host check with its default flags.
/// </summary>
internal static class OpenSslNameMatch
{
    public static bool Matches(string pattern, string host)
    {
        if (host.Length == 0)
            return false;
        var star = StarOf(pattern);
        return star < 0
            ? string.Equals(pattern, host, StringComparison.OrdinalIgnoreCase)
            : MatchesWildcard(pattern[..star], pattern[(star + 1)..], host);
    }

    /// <summary>
    /// Where a usable star stands, or -1: a single one, at the start or end of the first label, with at least two more
    /// labels behind it, never in an internationalised label, and among nothing but letters, digits, hyphens inside
    /// labels and dots.
    /// </summary>
    private static int StarOf(string pattern)
    {
        var star = -1;
        var labels = pattern.Split('.');
        for (int i = 0, offset = 0; i < labels.Length; offset += labels[i].Length + 1, i++)
        {
            var label = labels[i];
            var at = label.IndexOf('*', StringComparison.Ordinal);
            var plain = at < 0 ? label : label.Remove(at, 1);
            if (!plain.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') || plain.StartsWith('-')
                || plain.EndsWith('-') || label.Length == 0)
                return -1;
            if (at < 0)
                continue;
            var isInternational = label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase);
            if (i > 0 || isInternational || (at > 0 && at < label.Length - 1))
                return -1;
            star = offset + at;
        }

        return labels.Length >= 3 ? star : -1;
    }

    private static bool MatchesWildcard(string prefix, string suffix, string host)
    {
        if (host.Length < prefix.Length + suffix.Length
            || !host.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            || !host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            return false;
        var covered = host[prefix.Length..^suffix.Length];
        var isWholeLabel = prefix.Length == 0 && suffix[0] == '.';
        if (isWholeLabel && covered.Length == 0)
            return false;
        // Part of an internationalised label is no part of the name it stands for.
        if (!isWholeLabel && host.StartsWith("xn--", StringComparison.OrdinalIgnoreCase))
            return false;
        return covered == "*" || covered.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
    }
}
