namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// Whether OpenSSL, which Telegram loads an uploaded certificate with, finds the certificates in a PEM text. It is
/// stricter than the readers here: one byte a character, each mark at the start of its line, no empty line between
/// them.
/// </summary>
internal static class OpenSslPemForm
{
    private const string Begin = "-----BEGIN ";
    private const string Tail = "-----";

    /// <summary>
    /// What keeps OpenSSL from finding one of the certificates; null when it finds as many as there are.
    /// </summary>
    /// <param name="content">The text as it would be sent.</param>
    /// <param name="certificates">How many certificates a lenient reader finds in it.</param>
    public static string? Problem(ReadOnlySpan<byte> content, int certificates)
    {
        if (content.Contains((byte)0))
            return "it is UTF-16 (what > writes in Windows PowerShell): save it as ASCII or UTF-8 without a mark";
        // OpenSSL skips it from 3.0 on; which one Telegram has, it does not say.
        if (content.StartsWith("\uFEFF"u8))
            return "it begins with a byte order mark: save it as ASCII or as UTF-8 without one";

        var found = 0;
        var lines = System.Text.Encoding.Latin1.GetString(content).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!IsMark(lines[i], out var label) || !label.EndsWith("CERTIFICATE", StringComparison.Ordinal))
                continue;
            var end = Array.FindIndex(lines, i + 1, line => line.StartsWith("-----END ", StringComparison.Ordinal));
            if (end < 0)
                return "the line -----END CERTIFICATE----- is missing, or does not begin at the left margin";
            if (Array.Exists(lines[(i + 1)..end], line => line.Trim().Length == 0))
                return "there is an empty line inside: remove it";
            found++;
            i = end;
        }

        return found >= certificates ? null : "the marks -----BEGIN CERTIFICATE----- and -----END CERTIFICATE----- must each be a line of their own that begins at the left margin";
    }

    private static bool IsMark(string line, out string label)
    {
        // OpenSSL cuts off control characters and spaces at the end, a carriage return among them.
        var trimmed = line.AsSpan().TrimEnd("\0\t\v\f\r ");
        var isMark = trimmed.StartsWith(Begin) && trimmed.EndsWith(Tail) && trimmed.Length > Begin.Length + Tail.Length;
        label = isMark ? trimmed[Begin.Length..^Tail.Length].ToString() : "";
        return isMark;
    }
}
