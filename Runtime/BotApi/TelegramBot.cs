using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.BotApi;
using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Requests;

namespace Telegram.Webhooks.Runtime;

/// <summary>A bot, as its program holds it: calls Bot API methods and downloads files.</summary>
/// <remarks>
/// Thread-safe; one instance serves a whole program. Each method of the Bot API is an extension method
/// (<c>bot.SendMessage(…)</c>) that ends in <see cref="Execute{TResult}(Request{TResult}, CancellationToken)"/>.
/// Source: https://core.telegram.org/bots/api#making-requests
/// </remarks>
public sealed class TelegramBot : ITelegramBot, IDisposable
{
    private readonly BotToken _token;
    private readonly BotApiAddress _address;
    private readonly BotApiClient _client;

    /// <summary>Makes a bot; nothing is sent yet.</summary>
    /// <param name="token">What @BotFather gave for the bot; white space around it does not matter. Kept
    /// secret.</param>
    /// <param name="options">Server, HTTP client, logging, clock, limits; null for the defaults.</param>
    /// <exception cref="ArgumentException">The token is malformed, or options cannot be used; the message tells and
    /// never shows the token.</exception>
    public TelegramBot(string token, TelegramBotOptions? options = null)
    {
        options ??= new TelegramBotOptions();
        options.Validate();
        // The caller's may change, or be another bot's too.
        options = options with { Retry = options.Retry with { }, Limits = options.Limits is { } limits ? limits with { } : null };
        LoggerFactory = options.LoggerFactory;
        Retry = options.Retry;
        TimeProvider = options.TimeProvider;
        _token = BotToken.Parse(token, nameof(token));
        _address = BotApiAddress.Create(_token, options.BaseUrl, options.UseTestEnvironment, options.IsSelfHosted);
        _client = new BotApiClient(_token, _address, options);
    }

    /// <summary>The bot's own user id, which its token begins with.</summary>
    public long Id => _token.BotId;

    /// <summary>The Bot API server, without a slash at the end.</summary>
    public string BaseUrl => _address.BaseUrl;

    /// <summary>Whether Telegram's cloud answers, directly or behind a proxy, so that its rules apply.</summary>
    internal bool IsTelegramCloud => _address.IsTelegramCloud;

    /// <summary>Where the bot logs; null when it was told nothing.</summary>
    internal ILoggerFactory? LoggerFactory { get; }

    /// <summary>How far the bot repeats calls.</summary>
    internal TelegramBotRetryOptions Retry { get; }

    /// <summary>The bot's clock.</summary>
    internal TimeProvider TimeProvider { get; }

    /// <summary>
    /// Calls a Bot API method, repeating it where that is safe (see <see cref="TelegramBotRetryOptions"/>).
    /// </summary>
    /// <returns>What Telegram answered.</returns>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    /// <exception cref="BotApiConnectionException">No answer came.</exception>
    /// <exception cref="BotApiResponseException">The answer is not one of the Bot API.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> fired.</exception>
    /// <exception cref="ObjectDisposedException">The bot is disposed.</exception>
    public Task<TResult> Execute<TResult>(Request<TResult> request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _client.Execute(request, limits: null, cancellationToken);
    }

    /// <summary>Downloads a file's content, repeating it where that is safe.</summary>
    /// <param name="filePath">
    /// The <c>file_path</c> that <c>getFile</c> gave; valid for an hour. A self-hosted server in <c>--local</c> mode
    /// gives an absolute path: that file is read from the disk, which bot and server must then share. From any other
    /// server (<see cref="TelegramBotOptions.IsSelfHosted"/>) an absolute path is refused.
    /// </param>
    /// <param name="destination">
    /// Where the content is written. If it can seek, a broken download starts anew where the stream stood at first;
    /// otherwise it is repeated only as long as nothing was written.
    /// </param>
    /// <param name="cancellationToken">Stops the download.</param>
    /// <exception cref="ArgumentException"><paramref name="filePath"/> is not one that <c>getFile</c>
    /// gives.</exception>
    /// <exception cref="FileNotFoundException">A server in <c>--local</c> mode named a file that is not on the bot's
    /// disk.</exception>
    /// <inheritdoc cref="Execute{TResult}(Request{TResult}, CancellationToken)" path="/exception"/>
    internal Task DownloadFile(string filePath, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(filePath);
        ArgumentNullException.ThrowIfNull(destination);
        return _client.Download(filePath, destination, cancellationToken);
    }

    /// <summary>
    /// Frees the connections, unless the <see cref="HttpClient"/> is the caller's. Calls under way fail.
    /// </summary>
    public void Dispose() => _client.Dispose();

    /// <summary>The bot's id and server, never its token.</summary>
    public override string ToString() => $"bot {Id} at {BaseUrl}";

    /// <summary>Calls a Bot API method of whose result only the success matters; for requests of any method.</summary>
    internal Task Execute(Request request, CancellationToken cancellationToken) =>
        _client.Execute(request, cancellationToken);

    /// <summary>Calls a method within limits of its own, such as a longer patience at the start of a program.</summary>
    internal Task<TResult> Execute<TResult>(
        Request<TResult> request, TelegramBotRetryOptions limits, CancellationToken cancellationToken) =>
        _client.Execute(request, limits, cancellationToken);

    /// <summary>The same, with repetitions logged to <paramref name="logger"/> instead of the bot's own.</summary>
    internal Task<TResult> Execute<TResult>(Request<TResult> request, TelegramBotRetryOptions limits, ILogger logger,
        CancellationToken cancellationToken) =>
        _client.Execute(request, limits, cancellationToken, logger);

    /// <summary>Removes the bot's token, and the given secrets, from texts.</summary>
    internal Redaction Redact(params IEnumerable<string?> secrets) => new(_token, secrets);

    /// <summary>A keyed hash of <paramref name="text"/> that only somebody who knows the token can compute.</summary>
    internal byte[] Sign(string text) => _token.Sign(text);
}
