using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

/// <summary>A part of a form as a server reads it.</summary>
internal sealed record FormPart(string Name, string? FileName, string Text)
{
    public static async Task<List<FormPart>> Parse(ReceivedRequest request)
    {
        var type = MediaTypeHeaderValue.Parse(request.ContentType);
        Assert.That(type.MediaType.Value, Is.EqualTo("multipart/form-data"));
        var reader = new MultipartReader(
            HeaderUtilities.RemoveQuotes(type.Boundary).Value!, new MemoryStream(request.Body));
        var parts = new List<FormPart>();
        while (await reader.ReadNextSectionAsync() is { } section)
        {
            var disposition = ContentDispositionHeaderValue.Parse(section.ContentDisposition);
            using var text = new StreamReader(section.Body, Encoding.UTF8);
            parts.Add(new FormPart(Unquoted(disposition.Name)!, Unquoted(disposition.FileName), await text.ReadToEndAsync()));
        }
        return parts;
    }

    private static string? Unquoted(Microsoft.Extensions.Primitives.StringSegment value) =>
        HeaderUtilities.RemoveQuotes(value).Value;
}
