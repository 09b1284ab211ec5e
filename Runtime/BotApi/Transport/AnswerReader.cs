using System.Net;
using System.Text;

namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>Tells an answer of the Bot API, whatever its HTTP status, from what else may come back.</summary>
internal sealed class AnswerReader(BotApiAddress address, BotToken token, TimeProvider time)
{
    private const int ExcerptLength = 200;

    // Much more than is shown: what is cut off here could otherwise cut a token in two, behind a page's white space.
    private const int MaxPageBytes = 64 * 1024;
    private const int TooManyRequests = 429;

    /// <exception cref="BotApiException">It is a refusal, or no answer of the Bot API at all.</exception>
    public async Task<Answer> Read(
        string methodName, HttpResponseMessage response, RequestContent request, CancellationToken cancellationToken)
    {
        var body = await PooledBuffer.Read(response.Content, cancellationToken).ConfigureAwait(false);
        var envelope = Envelope.TryRead(body.Span);
        if (envelope is { HasResult: true, Result: { } result })
            return new Answer(body, result);
        using (body)
            throw Failure(methodName, response, envelope, body.Span, request.IsRepeatable,
                new Redaction(token, RequestSecrets.In(request.Parameters.Span)));
    }

    /// <summary>What an answer says that is no success already by its status.</summary>
    public async Task<BotApiException> ReadRefusal(
        string methodName, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var body = await PooledBuffer.Read(response.Content, cancellationToken).ConfigureAwait(false);
        return Failure(methodName, response, Envelope.TryRead(body.Span), body.Span, isRepeatable: true,
            new Redaction(token));
    }

    private BotApiException Failure(
        string methodName, HttpResponseMessage response, Envelope? envelope, ReadOnlySpan<byte> body, bool isRepeatable,
        Redaction redaction) =>
        envelope is { Ok: false } refusal
            ? Refusal(methodName, response, refusal, isRepeatable, redaction)
            : NotAnAnswer(methodName, response, envelope is null && LooksLikeJson(body) ? $"with {body.Length} bytes of JSON that is malformed or cut off" : Quote(body, redaction));

    private ApiRequestException Refusal(
        string methodName, HttpResponseMessage response, Envelope envelope, bool isRepeatable, Redaction redaction)
    {
        var code = envelope.ErrorCode ?? (int)response.StatusCode;
        return new ApiRequestException(
            methodName,
            code,
            redaction.Clean(envelope.Description ?? response.ReasonPhrase ?? "no description"),
            envelope.RetryAfter ?? (code == TooManyRequests ? RetryAfter(response) : null),
            envelope.MigrateToChatId,
            Advice(code, isRepeatable));
    }

    private static string? Advice(int code, bool isRepeatable) => code switch
    {
        401 => " (the token is not valid, or no longer: ask @BotFather)",
        404 => " (no such bot or method at this server: check the token and BaseUrl)",
        TooManyRequests when !isRepeatable => " (not repeated: the uploaded stream can be read only once)",
        _ => null,
    };

    private BotApiResponseException NotAnAnswer(string methodName, HttpResponseMessage response, string seen) => new(
        methodName,
        response.StatusCode,
        $"{methodName} at {address.BaseUrl} was answered {(int)response.StatusCode} {response.StatusCode} {seen}, "
        + "which is not an answer of the Bot API; check BaseUrl and whatever stands between it and the bot.",
        retryAfter: response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable ? RetryAfter(response) : null);

    // A broken answer of the Bot API holds people's words, which belong into no log; a proxy's page tells what is
    // wrong.
    private static bool LooksLikeJson(ReadOnlySpan<byte> body)
    {
        // A byte order mark may stand before it, too.
        ReadOnlySpan<byte> blank = [0xEF, 0xBB, 0xBF, (byte)' ', (byte)'\t', (byte)'\r', (byte)'\n'];
        var text = body.TrimStart(blank);
        return text.Length > 0 && text[0] is (byte)'{' or (byte)'[';
    }

    private static string Quote(ReadOnlySpan<byte> body, Redaction redaction)
    {
        var words = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaxPageBytes)])
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var excerpt = redaction.Quote(string.Join(' ', words), ExcerptLength);
        return excerpt.Length == 0 ? "with an empty body" : $"with \"{excerpt}\"";
    }

    /// <summary>The header in either of its forms, seconds or a date; a date that is over asks for no wait.</summary>
    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (response.Headers.RetryAfter is not { } header)
            return null;
        var wait = header.Delta ?? header.Date - time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
