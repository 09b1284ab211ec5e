using System.Runtime.ExceptionServices;

namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>Sends one attempt over HTTP and reads its answer.</summary>
internal sealed class BotApiTransport(HttpClient client, BotApiAddress address, BotToken token, TimeProvider time)
{
    private readonly FailureMapping _failures = new(address, token);
    private readonly AnswerReader _answers = new(address, token, time);

    /// <exception cref="BotApiException">The attempt failed.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<Answer> Post(
        string methodName, RequestContent content, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timer = new AttemptTimer(timeout, time, cancellationToken);
        content.Progress = timer.Restart;
        using var request = new HttpRequestMessage(HttpMethod.Post, address.Method(methodName)) { Content = content };
        try
        {
            using var response = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, timer.Token).ConfigureAwait(false);
            return await _answers.Read(methodName, response, content, timer.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not BotApiException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (content.ReadFailure is { } readFailure)
                ExceptionDispatchInfo.Throw(readFailure);
            var mayHaveLeft = !content.SealIfUnsent();
            throw _failures.Map(error, methodName, timer.HasFired, mayHaveLeft, mayHaveLeft ? "it may have been executed all the same" : "nothing was sent");
        }
    }

    /// <summary>Copies what is at <paramref name="url"/>. What the destination throws comes through as it is.</summary>
    /// <exception cref="BotApiException">The attempt failed; some of the content may have been written.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task Download(
        string methodName, Uri url, Stream destination, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timer = new AttemptTimer(timeout, time, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        var copy = new DownloadCopy(destination, timer);
        try
        {
            using var response = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, timer.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw await _answers.ReadRefusal(methodName, response, timer.Token).ConfigureAwait(false);
            await copy.Run(response.Content, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not BotApiException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (copy.WriteFailure is { } writeFailure)
                ExceptionDispatchInfo.Throw(writeFailure);
            throw _failures.Map(error, methodName, timer.HasFired, copy.HasWritten, copy.HasWritten ? "what was written is incomplete" : "nothing was written");
        }
    }
}
