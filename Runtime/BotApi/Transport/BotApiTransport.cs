using System.Net;
using System.Runtime.ExceptionServices;
using System.Text;

namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>Sends one attempt of a call over HTTP and reads its answer.</summary>
internal sealed class BotApiTransport(HttpClient client, BotApiAddress address, BotToken token, TimeProvider time)
{
    private const int ExcerptLength = 200;

    private readonly FailureMapping _failures = new(address, token);

    /// <exception cref="BotApiException">The attempt failed.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<Answer> Post(string methodName, RequestContent content, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timer = new AttemptTimer(timeout, time, cancellationToken);
        content.Progress = timer.Restart;
        using var request = new HttpRequestMessage(HttpMethod.Post, address.Method(methodName)) { Content = content };
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timer.Token);
            return Understand(methodName, response, await PooledBuffer.Read(response.Content, timer.Token));
        }
        catch (Exception error) when (error is not BotApiException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (content.ReadFailure is { } readFailure)
                ExceptionDispatchInfo.Throw(readFailure);
            throw _failures.Map(error, methodName, timer.HasFired, mayHaveBeenExecuted: !content.SealIfUnsent());
        }
    }

    private Answer Understand(string methodName, HttpResponseMessage response, PooledBuffer body)
    {
        var envelope = Envelope.TryRead(body.Span);
        if (envelope is { HasResult: true, Result: { } result })
            return new Answer(body, result);
        try
        {
            throw envelope is { Ok: false } refusal
                ? Refusal(methodName, response, refusal)
                : NotAnAnswer(methodName, response.StatusCode, body.Span);
        }
        finally
        {
            body.Dispose();
        }
    }

    private ApiRequestException Refusal(string methodName, HttpResponseMessage response, Envelope envelope) => new(
        methodName,
        envelope.ErrorCode ?? (int)response.StatusCode,
        token.RemoveFrom(envelope.Description ?? response.ReasonPhrase ?? "no description"),
        envelope.RetryAfter ?? response.Headers.RetryAfter?.Delta,
        envelope.MigrateToChatId);

    private BotApiResponseException NotAnAnswer(string methodName, HttpStatusCode status, ReadOnlySpan<byte> body)
    {
        var words = Encoding.UTF8.GetString(body[..Math.Min(body.Length, 4 * ExcerptLength)])
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        // Cleaned before it is cut, so that half a token cannot remain at the end.
        var text = token.RemoveFrom(string.Join(' ', words));
        var excerpt = text.Length <= ExcerptLength ? text : text[..ExcerptLength] + "…";
        var seen = excerpt.Length == 0 ? "with an empty body" : $"with \"{excerpt}\"";
        return new BotApiResponseException(methodName, status,
            $"{methodName} at {address.BaseUrl} was answered {(int)status} {status} {seen}, which is not an answer of the Bot API; "
            + "check BaseUrl and whatever stands between it and the bot.");
    }
}
