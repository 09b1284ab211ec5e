using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Telegram.Webhooks.Runtime.Sandbox.BotApi;

/// <summary>Arguments from a query string and a body, for calls over HTTP and for replies to a webhook alike.</summary>
internal static class ParameterReader
{
    /// <summary>More files than this in one body are refused.</summary>
    public const int MaxFiles = 50;

    private const int MaxBoundary = 70;

    public static void ReadQuery(string query, CallParameters into)
    {
        foreach (var pair in new QueryStringEnumerable(query))
            into.Add(pair.DecodeName().ToString(), pair.DecodeValue().ToString());
    }

    /// <summary>Reads a body by its content type. Returns false when the type is none that carries arguments.</summary>
    public static async Task<bool> ReadBody(
        string? contentType, byte[] body, CallParameters into, CancellationToken cancellationToken)
    {
        if (contentType?.Contains("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true)
        {
            await ReadMultipart(Boundary(contentType), body, into, cancellationToken).ConfigureAwait(false);
            return true;
        }
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)) return false;
        switch (type.MediaType.Value?.ToUpperInvariant())
        {
            case "APPLICATION/JSON":
                LenientJson.Read(body, into);
                return true;
            case "APPLICATION/X-WWW-FORM-URLENCODED":
                ReadQuery(Encoding.UTF8.GetString(body), into);
                return true;
            default:
                return false;
        }
    }

    private static string Boundary(string contentType)
    {
        var at = contentType.IndexOf("boundary", StringComparison.OrdinalIgnoreCase);
        if (at < 0) throw ApiError.BadRequest("boundary not found");
        var equals = contentType.IndexOf('=', at);
        if (equals < 0) throw ApiError.BadRequest("boundary value not found");
        var end = contentType.IndexOf(';', equals);
        var boundary = end < 0 ? contentType[(equals + 1)..] : contentType[(equals + 1)..end];
        if (boundary is ['"', .. var quoted, '"']) boundary = quoted;
        return boundary.Length is > 0 and <= MaxBoundary
            ? boundary
            : throw ApiError.BadRequest("boundary too big or empty");
    }

    private static async Task ReadMultipart(
        string boundary, byte[] body, CallParameters into, CancellationToken cancellationToken)
    {
        var reader = new MultipartReader(boundary, new MemoryStream(body, writable: false)) { HeadersCountLimit = 64 };
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken).ConfigureAwait(false) is { } section)
                await ReadPart(section, into, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            throw ApiError.BadRequest("can't parse multipart/form-data body");
        }
    }

    private static async Task ReadPart(
        MultipartSection section, CallParameters into, CancellationToken cancellationToken)
    {
        if (section.Headers is null or { Count: 0 })
            throw ApiError.BadRequest("headers in multipart/form-data are empty");
        var part = PartDisposition.Read(section.ContentDisposition);
        var content = new MemoryStream();
        await section.Body.CopyToAsync(content, cancellationToken).ConfigureAwait(false);

        // Only a part with a file name is a file, whatever its type says.
        if (part.FileName is null)
        {
            into.Add(part.Name, Encoding.UTF8.GetString(content.ToArray()));
            return;
        }
        if (into.Files.Count >= MaxFiles) throw new ApiError(413, "Request Entity Too Large: too many files attached");
        into.Add(part.Name, new UploadedFile(part.FileName, section.ContentType ?? "application/octet-stream", content.ToArray()));
    }
}
