using Microsoft.AspNetCore.Http;
using Telegram.Webhooks.Runtime.BotApi.Multipart;
using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Requests;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// A Bot API call that travels in the answer to an update instead of on a connection of its own: as JSON, or as a form
/// when it uploads files, which are streamed.
/// </summary>
internal sealed class WebhookReply : IDisposable
{
    // Telegram counts all parameters together and takes a larger answer for a failure.
    private const int MaxParameterBytes = 1024 * 1024;
    private const int MaxFiles = 50;
    private const long MaxFileBytes = 4000L * 1024 * 1024;

    private readonly RequestContent _content;

    private WebhookReply(RequestContent content) => _content = content;

    /// <summary>What went wrong while a file to upload was read, as opposed to writing it.</summary>
    public Exception? ReadFailure => _content.ReadFailure;

    /// <summary>
    /// Opens the files that the call uploads. Null when the call must be made by itself: Telegram ignores some methods
    /// in an answer, and takes an answer beyond its limits for a failure.
    /// </summary>
    /// <param name="request">The call.</param>
    /// <param name="protocol">The protocol of the answer, such as <c>HTTP/1.1</c>.</param>
    /// <exception cref="IOException">A file cannot be opened; nothing was written.</exception>
    public static WebhookReply? TryOpen(Request request, string protocol)
    {
        if (!MayTravel(request.MethodName))
            return null;
        var body = new BotApi.Transport.RequestBody(request, namesMethod: true);
        // What was read before and cannot be read again is left to the bot to refuse, before a byte of the answer is
        // written.
        if (body.ParameterBytes > MaxParameterBytes || body.FileCount > MaxFiles || body.IsSpent)
            return null;
        var content = body.NewContent();
        // What does not tell its length is found too long only on its way. Telegram would take the answer for a
        // failure, and the update sent again would be a duplicate here: the call would be lost without a word. So the
        // answer is broken off.
        if (content is FormContent form)
            form.MaxFileBytes = MaxFileBytes;
        var reply = new WebhookReply(content);
        if (reply.Fits(protocol))
            return reply;
        reply.Dispose();
        return null;
    }

    /// <summary>Writes the whole answer, 200 with the call in the body.</summary>
    /// <exception cref="Exception">The answer is not complete; part of it may have been written.</exception>
    public async Task Write(HttpResponse response, CancellationToken cancellationToken)
    {
        response.ContentType = _content.Headers.ContentType!.ToString();
        response.ContentLength = _content.Headers.ContentLength;
        await _content.CopyToAsync(response.Body, cancellationToken).ConfigureAwait(false);
        await response.CompleteAsync().ConfigureAwait(false);
    }

    public void Dispose() => _content.Dispose();

    // Without a length, HTTP/1.0 ends an answer by closing the connection, so that one that breaks off looks complete.
    private bool Fits(string protocol) => _content is not FormContent form
        || (form.LargestFile <= MaxFileBytes && (form.Headers.ContentLength is not null || !HttpProtocol.IsHttp10(protocol)));

    private static bool MayTravel(string method) =>
        !method.StartsWith("get", StringComparison.OrdinalIgnoreCase)
        && !method.Equals("setWebhook", StringComparison.OrdinalIgnoreCase)
        && !method.Equals("deleteWebhook", StringComparison.OrdinalIgnoreCase)
        && !method.Equals("close", StringComparison.OrdinalIgnoreCase)
        && !method.Equals("logOut", StringComparison.OrdinalIgnoreCase);
}
