using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.BotApi.Files;
using Telegram.Webhooks.Runtime.BotApi.Limits;
using Telegram.Webhooks.Runtime.BotApi.Noted;
using Telegram.Webhooks.Runtime.BotApi.Resilience;
using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Telemetry;

namespace Telegram.Webhooks.Runtime.BotApi;

/// <summary>What a <see cref="TelegramBot"/> does its calls with: body, attempts, answer, log.</summary>
internal sealed class BotApiClient : IDisposable
{
    private const int TooManyRequests = 429;

    private readonly long _botId;
    private readonly CallTarget _target;
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
        _botId = token.BotId;
        _target = new CallTarget(token.BotId, new Uri(address.BaseUrl));
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

    /// <summary>
    /// Runs a call within the bot's limits, or within <paramref name="limits"/>; repetitions are logged to the bot's
    /// log, or to <paramref name="logger"/>.
    /// </summary>
    public async Task<TResult> Execute<TResult>(
        Request<TResult> request, TelegramBotRetryOptions? limits, CancellationToken cancellationToken, ILogger? logger = null)
    {
        using var answer = await Answer(request, limits, cancellationToken, logger).ConfigureAwait(false);
        return answer.Read(request);
    }

    /// <summary>Runs a call of whose result only the success matters.</summary>
    public async Task Execute(Request request, CancellationToken cancellationToken)
    {
        using var answer = await Answer(request, limits: null, cancellationToken).ConfigureAwait(false);
    }

    public Task Download(string filePath, Stream destination, CancellationToken cancellationToken)
    {
        var call = new Call(
            FileDownload.MethodName, _target, isSafeToRepeat: true, canStartOver: true, _time.GetTimestamp());
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

    /// <summary>
    /// The answer of Telegram, or the one an equal call got in an earlier attempt of what is being handled.
    /// </summary>
    private async Task<Answer> Answer(
        Request request, TelegramBotRetryOptions? limits, CancellationToken cancellationToken, ILogger? logger = null)
    {
        var body = new RequestBody(request);
        var note = await CallNotes.Begin(_botId, request.MethodName, body, cancellationToken).ConfigureAwait(false);
        if (note?.Result is { } noted)
        {
            _logger.NotRepeated(request.MethodName);
            CallTelemetry.CountNotRepeated(request.MethodName, _botId);
            return new Answer(noted);
        }

        try
        {
            var answer = await Send(request.MethodName, body, limits, logger, cancellationToken).ConfigureAwait(false);
            note?.Succeeded(answer.Result);
            return answer;
        }
        catch (Exception error)
        {
            note?.Failed(MayHaveBeenExecuted(error, body));
            throw;
        }
    }

    private async Task<Answer> Send(
        string methodName, RequestBody body, TelegramBotRetryOptions? limits, ILogger? logger, CancellationToken cancellationToken)
    {
        using var turn = await Turn(methodName, body, cancellationToken).ConfigureAwait(false);
        var call = new Call(
            methodName, _target, MethodSafety.IsSafeToRepeat(methodName), body.IsRepeatable, _time.GetTimestamp());
        var retry = limits is null ? _retry : new RetryPipeline(limits, _time, logger ?? _logger);
        var timeout = (limits ?? _limits).RequestTimeout;
        return await Run(call, retry, async token =>
        {
            if (turn is not null)
                await turn.NextAttempt(token).ConfigureAwait(false);
            using var content = body.NewContent();
            try
            {
                return await _transport.Post(methodName, content, timeout, token).ConfigureAwait(false);
            }
            catch (ApiRequestException error) when (turn is not null && error is { ErrorCode: TooManyRequests, RetryAfter: { } wait })
            {
                turn.Refused(wait);
                throw;
            }
            catch (OperationCanceledException)
            {
                body.WasCutOff = !content.SealIfUnsent();
                throw;
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    private static bool MayHaveBeenExecuted(Exception error, RequestBody body) => error switch
    {
        BotApiConnectionException broken => broken.MayHaveBeenExecuted,
        BotApiResponseException => true,
        OperationCanceledException => body.WasCutOff,
        _ => false,
    };

    /// <summary>
    /// Waits for a call's turn if the bot keeps to limits; its time and its attempts count from then.
    /// </summary>
    private async Task<PacedTurn?> Turn(string methodName, RequestBody body, CancellationToken cancellationToken)
    {
        if (_pace is null || !PacedMethods.Counts(methodName))
            return null;
        var began = CallTelemetry.IsWaitObserved ? _time.GetTimestamp() : (long?)null;
        try
        {
            return await _pace.Enter(
                PacedMethods.ChatOf(body.Parameters.Span), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (began is { } at)
                CallTelemetry.MeasureWait(methodName, _target, _time.GetElapsedTime(at));
        }
    }

    private async Task<T> Run<T>(
        Call call, RetryPipeline retry, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        var activity = CallTelemetry.Start(call.MethodName, _target);
        Exception? failure = null;
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
        catch (Exception error)
        {
            failure = error;
            if (error is BotApiException)
                _logger.Failed(call.MethodName, call.Elapsed(_time).TotalMilliseconds, call.Attempts, error.Message);
            throw;
        }
        finally
        {
            if (CallTelemetry.IsObserved || activity is not null)
                CallTelemetry.Ended(
                    activity, call.MethodName, _target, call.Elapsed(_time), call.Attempts, CallOutcomes.Of(failure));
        }
    }
}
