using System.Globalization;
using System.Net;
using System.Text;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>What a server answered: enough to recognise who it was.</summary>
internal sealed record EndpointAnswer(HttpStatusCode Status, string? Reason, string Seen)
{
    public static async Task<EndpointAnswer> Read(
        HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        var buffer = new byte[maxBytes];
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        int length;
        await using (body.ConfigureAwait(false))
            length = await body.ReadAtLeastAsync(
                buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        var page = string.Join(' ', Encoding.UTF8.GetString(buffer, 0, length).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var server = response.Headers.Server.Count > 0 ? $", server {response.Headers.Server}" : "";
        var location = response.Headers.Location is { } to ? $", to {Types.WebhookUrl.Masked(to.OriginalString)}" : "";
        var login = response.Headers.WwwAuthenticate.Count > 0 ? ", which asks for a login" : "";
        var reason = response.ReasonPhrase;
        return new EndpointAnswer(
            response.StatusCode, reason, $"{(int)response.StatusCode} {reason}{server}{location}{login}{(page.Length == 0 ? ", no body" : ", body: " + page)}");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(int)Status} {Reason}");
}
