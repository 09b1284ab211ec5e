namespace Telegram.Webhooks.Runtime.Sandbox.BotApi;

/// <summary>
/// What a part of an upload is called, read as the real server does: a value may be quoted or go on to the next
/// semicolon, and a file's name is percent-decoded.
/// </summary>
/// <param name="Name">The argument it is.</param>
/// <param name="FileName">Null for a part that is no file.</param>
internal sealed record PartDisposition(string Name, string? FileName)
{
    private const string Form = "form-data;";

    /// <summary>Reads the header; null where a part has none.</summary>
    /// <exception cref="ApiError">The part has no name, or the header is malformed.</exception>
    public static PartDisposition Read(string? header)
    {
        if (header is null) throw NoName();
        if (!header.TrimStart().StartsWith(Form, StringComparison.Ordinal))
            throw ApiError.BadRequest("expected form-data content disposition");
        var at = header.IndexOf(';', StringComparison.Ordinal);
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
        return name.Length > 0 ? new PartDisposition(name, extended ?? file) : throw NoName();
    }

    private static ApiError NoName() => ApiError.BadRequest("field name in multipart/form-data not found");

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
            if (header[i] == '\\' && ++i == header.Length)
                throw ApiError.BadRequest("wrong escape sequence in Content-Disposition header");
            value.Append(header[i]);
        }
        if (i == header.Length) throw ApiError.BadRequest("unclosed quoted string in Content-Disposition header");
        next = header.IndexOf(';', i);
        var rest = next < 0 ? header[(i + 1)..] : header[(i + 1)..next];
        return rest.Trim().Length == 0
            ? value.ToString()
            : throw ApiError.BadRequest("expected ';' in Content-Disposition header");
    }
}
