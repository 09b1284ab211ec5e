using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.BotApi.Files;
using Telegram.Webhooks.Runtime.BotApi.Limits;
using Telegram.Webhooks.Runtime.BotApi.Resilience;
using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Requests;

namespace Telegram.Webhooks.Runtime.BotApi;

/// <summary>What a <see cref="TelegramBot"/> does its calls with: body, attempts, answer, log.</summary>
internal sealed class BotApiClient : IDisposable
{
    private const int TooManyRequests = 429;

    private readonly HttpClient _http;
    private readonly bool _ownsHttp;
    private readonly TelegramBotRetryOptions _limits;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly BotApiTransport _transport;
    private readonly FileDownload _download;
    private readonly RetryPipeline _retry;
    private readonly OutgoingPace? _pace;
    private volatile bool _disposed;

    public BotApiClient(BotToken token, BotApiAddress address, TelegramBotOptions options)
    {
        _limits = options.Retry;
        _time = options.TimeProvider;
        _logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<TelegramBot>();
        _ownsHttp = options.HttpClient is null;
        _http = options.HttpClient ?? OwnHttpClient.Create();
        _transport = new BotApiTransport(_http, address, token, _time);
        _download = new FileDownload(_transport, address);
        _retry = new RetryPipeline(_limits, _time, _logger);
        if (options.Limits is { } limits)
            _pace = new OutgoingPace(limits, _limits.MaxRetryAfter, _time);
    }

    /// <summary>Runs a call within the bot's limits, or within <paramref name="limits"/>; repetitions are logged to the bot's log, or to <paramref name="logger"/>.</summary>
    public async Task<TResult> Execute<TResult>(
        Request<TResult> request, TelegramBotRetryOptions? limits, CancellationToken cancellationToken, ILogger? logger = null)
    {
        using var answer = await Send(request, limits, cancellationToken, logger).ConfigureAwait(false);
        return answer.Read(request);
    }

    /// <summary>Runs a call of whose result only the success matters.</summary>
    public async Task Execute(Request request, CancellationToken cancellationToken)
    {
        using var answer = await Send(request, limits: null, cancellationToken).ConfigureAwait(false);
    }

    public Task Download(string filePath, Stream destination, CancellationToken cancellationToken)
    {
        var call = new Call(FileDownload.MethodName, isSafeToRepeat: true, canStartOver: true, _time.GetTimestamp());
        var start = destination.CanSeek ? destination.Position : 0;
        return Run(call, _retry, async token =>
        {
            if (destination.CanSeek)
                destination.Position = start;
            try
            {
                await _download.Run(filePath, destination, _limits.RequestTimeout, token).ConfigureAwait(false);
                return true;
            }
            catch (BotApiConnectionException error) when (error.MayHaveBeenExecuted)
            {
                call.CanStartOver = destination.CanSeek;
                throw;
            }
        }, cancellationToken);
    }

    public void Dispose()
    {
        _disposed = true;
        if (_ownsHttp)
            _http.Dispose();
    }

    private async Task<Answer> Send(Request request, TelegramBotRetryOptions? limits, CancellationToken cancellationToken, ILogger? logger = null)
    {
        var body = new RequestBody(request);
        using var turn = await Turn(request.MethodName, body, cancellationToken).ConfigureAwait(false);
        var call = new Call(request.MethodName, MethodSafety.IsSafeToRepeat(request.MethodName), body.IsRepeatable, _time.GetTimestamp());
        var retry = limits is null ? _retry : new RetryPipeline(limits, _time, logger ?? _logger);
        var timeout = (limits ?? _limits).RequestTimeout;
        return await Run(call, retry, async token =>
        {
            if (turn is not null)
                await turn.NextAttempt(token).ConfigureAwait(false);
            try
            {
                using var content = body.NewContent();
                return await _transport.Post(call.MethodName, content, timeout, token).ConfigureAwait(false);
            }
            catch (ApiRequestException error) when (turn is not null && error is { ErrorCode: TooManyRequests, RetryAfter: { } wait })
            {
                turn.Refused(wait);
                throw;
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits for a call's turn if the bot keeps to limits; its time and its attempts count from then.</summary>
    private async Task<PacedTurn?> Turn(string methodName, RequestBody body, CancellationToken cancellationToken) =>
        _pace is not null && PacedMethods.Counts(methodName)
            ? await _pace.Enter(PacedMethods.ChatOf(body.Parameters), cancellationToken).ConfigureAwait(false)
            : null;

    private async Task<T> Run<T>(Call call, RetryPipeline retry, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        try
        {
            var result = await retry.Run(call, token =>
            {
                ObjectDisposedException.ThrowIf(_disposed, typeof(TelegramBot));
                return attempt(token);
            }, cancellationToken).ConfigureAwait(false);
            _logger.Succeeded(call.MethodName, call.Elapsed(_time).TotalMilliseconds, call.Attempts);
            return result;
        }
        catch (BotApiException error)
        {
            _logger.Failed(call.MethodName, call.Elapsed(_time).TotalMilliseconds, call.Attempts, error.Message);
            throw;
        }
    }
}
