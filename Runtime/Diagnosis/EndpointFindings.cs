using System.Globalization;
using System.Net;
using System.Net.Security;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>
/// Sends two requests like Telegram's that no handler can see: their content type is not JSON, which this runtime
/// refuses after it has judged path and secret token, and before it reads a body.
/// </summary>
internal static class EndpointFindings
{
    private const string SecretTokenHeader = "X-Telegram-Bot-Api-Secret-Token";
    private const int MaxPageBytes = 4096;

    /// <param name="connection">Where to.</param>
    /// <param name="secretToken">The secret token; null when it is not known, empty when none is in use.</param>
    /// <param name="findings">Takes what is found.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task Examine(
        WebhookConnection connection, string? secretToken, FindingList findings, CancellationToken cancellationToken)
    {
        using var client = Client(connection);
        var answer = await Send(client, connection, secretToken, findings, cancellationToken).ConfigureAwait(false);
        if (answer is null)
            return;
        if (answer.Status is not HttpStatusCode.UnsupportedMediaType)
            Judge(answer, secretToken, findings);
        else if (secretToken?.Length > 0 && await Send(client, connection, "wrong", findings, cancellationToken).ConfigureAwait(false) is { Status: HttpStatusCode.UnsupportedMediaType })
        {
            findings.Add("endpoint.secret-not-checked", FindingSeverity.Warning,
                "The server takes requests with a wrong secret token, too.",
                "It was started without one, or a proxy adds it to every request, so anybody who knows the URL can post updates.",
                "Set SecretToken in the server's options, and let the proxy pass the header on as it comes.");
        }
    }

    private static void Judge(EndpointAnswer answer, string? secretToken, FindingList findings)
    {
        var status = (int)answer.Status;
        if (status is >= 200 and < 300)
        {
            findings.Add("endpoint.accepts-anything", FindingSeverity.Error,
                $"What answers at the URL takes a request that is no update: {answer}.",
                "It is not this runtime, or something answers instead of it; Telegram counts its updates as delivered, and they are lost.",
                "Find out what answers at the URL, and let it pass the path on to the server.", answer.Seen,
                FindingCertainty.Likely);
            return;
        }

        if (status == 401 && secretToken is null)
        {
            findings.Add("endpoint.secret-unknown", FindingSeverity.Information,
                "The server asks for a secret token, which is not known here.",
                "So only the way to it could be tried.", "Give the secret token in the expectation.", answer.Seen);
            return;
        }

        var row = StatusAdvice.Of(status);
        var fromHere = status is 403 or 429 ? FindingCertainty.Likely : FindingCertainty.Certain;
        findings.Add("endpoint." + row.Id[(row.Id.IndexOf('.', StringComparison.Ordinal) + 1)..], status is 403 or 429 ? FindingSeverity.Warning : FindingSeverity.Error,
            $"A request like Telegram's is answered {answer}.", row.Why, row.WhatToDo, answer.Seen, fromHere);
    }

    private static async Task<EndpointAnswer?> Send(
        HttpClient client, WebhookConnection connection, string? secretToken, FindingList findings, CancellationToken cancellationToken)
    {
        EndpointAnswer? answer = null;
        try
        {
            await connection.Limit(async token => answer = await Post(client, connection.Url, secretToken, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException or IOException)
        {
            findings.Add("endpoint.silent", FindingSeverity.Error, "A request like Telegram's gets no answer.",
                "The connection is made, and then nothing comes or it is broken off: a proxy without a server behind it, or a server that hangs.",
                "Look into the logs of the proxy and the server.", (e.InnerException ?? e).Message);
        }

        return answer;
    }

    private static async Task<EndpointAnswer> Post(
        HttpClient client, TelegramUrl url, string? secretToken, CancellationToken cancellationToken)
    {
        // As it stands in the URL: a Uri would escape and shorten it in its own way.
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{url}{url.Target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Version = HttpVersion.Version11,
            Content = new ByteArrayContent([]) { Headers = { ContentType = new("text/plain") } },
        };
        if (secretToken?.Length > 0)
            request.Headers.TryAddWithoutValidation(SecretTokenHeader, secretToken);
        if (url.UserInfo.Length > 0)
            request.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url.UserInfo))));
        using var response = await client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        return await EndpointAnswer.Read(response, MaxPageBytes, cancellationToken).ConfigureAwait(false);
    }

    private static HttpClient Client(WebhookConnection connection)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = async (_, token) => await connection.Open(token).ConfigureAwait(false),
            // It was judged before, and nothing is sent where it did not pass.
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null },
        };
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
