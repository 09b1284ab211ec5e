namespace Telegram.Webhooks.Runtime.Sandbox.BotApi;

/// <summary>
/// What a part of an upload is called, read as the real server does: a value may be quoted or go on to the next semicolon, and a file's name is percent-decoded.
/// </summary>
/// <param name="Name">The argument it is.</param>
/// <param name="FileName">Null for a part that is no file.</param>
internal sealed record PartDisposition(string Name, string? FileName)
{
    /// <summary>Null for what is no form's part.</summary>
    public static PartDisposition? Read(string header)
    {
        var at = header.IndexOf(';', StringComparison.Ordinal);
        if (at < 0 || !header[..at].Trim().Equals("form-data", StringComparison.OrdinalIgnoreCase)) return null;
        var (name, file, extended) = ("", (string?)null, (string?)null);
        while (at >= 0 && at < header.Length)
        {
            var equals = header.IndexOf('=', at);
            if (equals < 0) break;
            var key = header[(at + 1)..equals].Trim().ToLowerInvariant();
            var value = Value(header, equals + 1, out at);
            if (key == "name") name = value;
            else if (key == "filename") file = Uri.UnescapeDataString(value);
            else if (key == "filename*") extended = Uri.UnescapeDataString(value[(value.LastIndexOf('\'') + 1)..]);
        }
        return new PartDisposition(name, extended ?? file);
    }

    private static string Value(string header, int start, out int next)
    {
        while (start < header.Length && header[start] == ' ') start++;
        if (start >= header.Length || header[start] != '"')
        {
            next = header.IndexOf(';', start);
            return (next < 0 ? header[start..] : header[start..next]).Trim();
        }
        var value = new System.Text.StringBuilder();
        var i = start + 1;
        for (; i < header.Length && header[i] != '"'; i++)
        {
            if (header[i] == '\\' && i + 1 < header.Length) i++;
            value.Append(header[i]);
        }
        next = header.IndexOf(';', Math.Min(i, header.Length));
        return value.ToString();
    }
}
