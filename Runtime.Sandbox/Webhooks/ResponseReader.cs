using System.Globalization;
using System.IO.Compression;
using System.Text;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;

namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>
/// Reads answers as the real sender does: HTTP/1.0 or 1.1, a length or chunks, gzip or deflate, and nothing else.
/// </summary>
internal sealed class ResponseReader(ResponseBuffer buffer)
{
    private const int MaxHeader = 256 << 10;
    private const int MaxBody = 64 << 20;

    // All parameters of a reply together.
    private const int MaxParameters = 1 << 20;

    public async Task<WebhookResponse> Read(CancellationToken cancellationToken, CancellationToken patience)
    {
        var lines = (await ReadHeader(cancellationToken, patience).ConfigureAwait(false)).Split("\r\n");
        var (status, reason, isOld) = StatusLine(lines[0]);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }
        var connection = headers.GetValueOrDefault("connection") ?? "";
        var keepAlive = isOld
            ? connection.Equals("keep-alive", StringComparison.OrdinalIgnoreCase)
            : !connection.Equals("close", StringComparison.OrdinalIgnoreCase);

        // An interim answer has no body, whatever it says.
        var body = status < 200 ? [] : await ReadBody(headers, cancellationToken, patience).ConfigureAwait(false);
        return new WebhookResponse(status, reason, keepAlive, headers, await Parameters(headers, Decode(headers, body), cancellationToken).ConfigureAwait(false));
    }

    private static (int Status, string Reason, bool IsOld) StatusLine(string line)
    {
        var parts = line.Split(' ', 3);
        if (!parts[0].StartsWith("HTTP/", StringComparison.Ordinal)) throw DeliveryFailure.Protocol(400, "Bad Request");
        if (parts[0] is not ("HTTP/1.0" or "HTTP/1.1"))
            throw DeliveryFailure.Protocol(505, "HTTP Version Not Supported");
        if (parts.Length < 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            throw DeliveryFailure.Protocol(400, "Bad Request");
        return (status, parts.Length > 2 ? parts[2] : "", parts[0] == "HTTP/1.0");
    }

    private async Task<string> ReadHeader(CancellationToken cancellationToken, CancellationToken patience)
    {
        while (true)
        {
            var end = buffer.Unread.IndexOf("\r\n\r\n"u8);
            if (end > MaxHeader || (end < 0 && buffer.Unread.Length > MaxHeader))
                throw DeliveryFailure.Protocol(431, "Request Header Fields Too Large: too big headers");
            if (end >= 0) return Encoding.Latin1.GetString(buffer.Take(end + 4)).TrimEnd('\r', '\n');
            if (!await buffer.Fill(cancellationToken, patience).ConfigureAwait(false)) throw DeliveryFailure.Closed();
        }
    }

    private async Task<byte[]> ReadBody(
        Dictionary<string, string> headers, CancellationToken cancellationToken, CancellationToken patience)
    {
        if (headers.TryGetValue("transfer-encoding", out var encoding))
        {
            if (!encoding.Equals("chunked", StringComparison.OrdinalIgnoreCase))
                throw DeliveryFailure.Protocol(501, "Not Implemented: unsupported transfer-encoding");
            return await ReadChunks(cancellationToken, patience).ConfigureAwait(false);
        }
        if (!headers.TryGetValue("content-length", out var text)) return [];
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            throw DeliveryFailure.Protocol(400, "Bad Request: invalid content-length");
        return await ReadExactly(length, cancellationToken, patience).ConfigureAwait(false);
    }

    private async Task<byte[]> ReadChunks(CancellationToken cancellationToken, CancellationToken patience)
    {
        var body = new MemoryStream();
        while (true)
        {
            var line = await ReadLine(cancellationToken, patience).ConfigureAwait(false);
            var size = line.Split(';')[0].Trim();
            if (!int.TryParse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var length) || length < 0)
                throw DeliveryFailure.Protocol(400, "Bad Request: invalid chunk size");
            if (length == 0) break;
            if (body.Length + length > MaxBody) throw TooLarge();
            body.Write(await ReadExactly(length, cancellationToken, patience).ConfigureAwait(false));
            await ReadLine(cancellationToken, patience).ConfigureAwait(false);
        }
        while ((await ReadLine(cancellationToken, patience).ConfigureAwait(false)).Length > 0)
        {
            // Trailers mean nothing here.
        }
        return body.ToArray();
    }

    private async Task<string> ReadLine(CancellationToken cancellationToken, CancellationToken patience)
    {
        while (true)
        {
            var end = buffer.Unread.IndexOf("\r\n"u8);
            if (end >= 0) return Encoding.Latin1.GetString(buffer.Take(end + 2).AsSpan(0, end));
            if (buffer.Unread.Length > MaxHeader) throw DeliveryFailure.Protocol(400, "Bad Request: too long line");
            if (!await buffer.Fill(cancellationToken, patience).ConfigureAwait(false)) throw DeliveryFailure.Closed();
        }
    }

    private async Task<byte[]> ReadExactly(int length, CancellationToken cancellationToken, CancellationToken patience)
    {
        if (length > MaxBody) throw TooLarge();
        while (buffer.Unread.Length < length)
        {
            if (!await buffer.Fill(cancellationToken, patience).ConfigureAwait(false)) throw DeliveryFailure.Closed();
        }
        return buffer.Take(length);
    }

    private static byte[] Decode(Dictionary<string, string> headers, byte[] body)
    {
        var encoding = headers.GetValueOrDefault("content-encoding") ?? "";
        if (body.Length > 0)
        {
            body = encoding.ToLowerInvariant() switch
            {
                "" or "none" or "identity" => body,
                "gzip" => Inflate(new GZipStream(new MemoryStream(body), CompressionMode.Decompress)),
                "deflate" => Inflate(new ZLibStream(new MemoryStream(body), CompressionMode.Decompress)),
                _ => throw DeliveryFailure.Protocol(415, "Unsupported Media Type: unsupported content-encoding"),
            };
        }
        return body;
    }

    /// <summary>
    /// The arguments in the body, whatever the status; null when it carries none. What cannot be read as its type says
    /// is no answer.
    /// </summary>
    private static async Task<CallParameters?> Parameters(
        Dictionary<string, string> headers, byte[] body, CancellationToken cancellationToken)
    {
        if (body.Length == 0) return null;
        var type = headers.GetValueOrDefault("content-type") ?? "";
        var isText = type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
        if (isText && body.Length > MaxParameters) throw TooLarge();
        var parameters = new CallParameters();
        try
        {
            if (!await ParameterReader.ReadBody(type, body, parameters, cancellationToken).ConfigureAwait(false))
                return null;
        }
        catch (ApiError error)
        {
            throw DeliveryFailure.Protocol(error.Code, error.Description);
        }
        return parameters.TextSize > MaxParameters ? throw TooLarge() : parameters;
    }

    private static byte[] Inflate(Stream packed)
    {
        using (packed)
        {
            var plain = new MemoryStream();
            var block = new byte[16 * 1024];
            try
            {
                for (int count; (count = packed.Read(block)) > 0;)
                {
                    plain.Write(block, 0, count);
                    if (plain.Length > MaxBody) throw TooLarge();
                }
            }
            catch (InvalidDataException)
            {
                throw DeliveryFailure.Protocol(400, "Bad Request: can't decode content");
            }
            return plain.ToArray();
        }
    }

    private static DeliveryFailure TooLarge() =>
        DeliveryFailure.Protocol(413, "Request Entity Too Large: too much parameters");
}
