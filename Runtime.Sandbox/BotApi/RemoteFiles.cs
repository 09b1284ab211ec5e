using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Methods;

namespace Telegram.Webhooks.Runtime.Sandbox.BotApi;

/// <summary>Fetches files that a call names by URL, as the real service does, before its behaviour runs.</summary>
internal sealed class RemoteFiles(HttpClient http)
{
    private const int MaxBytes = 20 << 20;

    private static readonly string[] FileParameters = ["photo", "audio", "document", "video", "animation", "voice", "video_note", "sticker"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task Fetch(MethodCall call, CancellationToken cancellationToken)
    {
        foreach (var url in Urls(call.Parameters).Distinct())
            call.Fetched[url] = await Fetch(url, cancellationToken).ConfigureAwait(false);
    }

    private static IEnumerable<string> Urls(CallParameters parameters)
    {
        var media = parameters.Json("media");
        var nested = media is JsonArray items ? items.Select(item => item.Text("media")) : [media.Text("media")];
        var stickers = parameters.Json("stickers") as JsonArray ?? [];
        return FileParameters.Select(parameters.Text).Concat(nested)
            .Concat(stickers.Append(parameters.Json("sticker")).Select(sticker => sticker.Text("sticker")))
            .Where(text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https");
    }

    private async Task<UploadedFile?> Fetch(string url, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var response = await http.GetAsync(
                new Uri(url), HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode || response.Content.Headers.ContentLength > MaxBytes) return null;
            await response.Content.LoadIntoBufferAsync(MaxBytes, patience.Token).ConfigureAwait(false);
            var content = await response.Content.ReadAsByteArrayAsync(patience.Token).ConfigureAwait(false);
            return new UploadedFile(Path.GetFileName(new Uri(url).LocalPath),
                response.Content.Headers.ContentType?.MediaType ?? "", content);
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
