using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// What a <see cref="TelegramBot"/> can be told besides its token. Read when a bot is made, and may be shared by
/// several.
/// </summary>
public sealed record TelegramBotOptions
{
    /// <summary>Where Telegram's own Bot API answers.</summary>
    public const string TelegramBaseUrl = "https://api.telegram.org";

    /// <summary>
    /// The Bot API server, http or https, with an optional path before <c>/bot…</c>; slashes at the end do not matter.
    /// Default <see cref="TelegramBaseUrl"/>; another one selects a self-hosted server or a proxy, see
    /// <see cref="IsSelfHosted"/>.
    /// </summary>
    public string BaseUrl { get; set; } = TelegramBaseUrl;

    /// <summary>
    /// Whether <see cref="BaseUrl"/> is a Bot API server of one's own, run with <c>--local</c>, so that what only
    /// Telegram's cloud refuses is not checked (http, ports, private addresses), and absolute file paths are read from
    /// the disk. Default null: it is one's own when the host is <c>localhost</c> or a loopback or private address; any
    /// other host counts as Telegram's cloud behind a proxy.
    /// </summary>
    public bool? IsSelfHosted { get; set; }

    /// <summary>
    /// Whether calls go to Telegram's test environment, which has its own users and bots. Default false.
    /// </summary>
    public bool UseTestEnvironment { get; set; }

    /// <summary>
    /// The client to send with (a proxy, say); it stays the caller's and is not disposed. Its own <c>Timeout</c>
    /// applies as well. Default null: the bot makes one of its own. Request URLs contain the token, so the client must
    /// neither log them nor follow redirects; one from <c>IHttpClientFactory</c> needs <c>RemoveAllLoggers()</c>.
    /// </summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>Where calls (debug) and repetitions (warning) are logged. Default null: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The clock that timeouts and waits go by. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>How long a call may take and how often it is repeated.</summary>
    public TelegramBotRetryOptions Retry { get; set; } = new();

    /// <summary>
    /// How fast the bot sends; calls beyond that wait for their turn. Default null: as fast as the program asks. See
    /// <see cref="TelegramLimits.Default"/>.
    /// </summary>
    public TelegramLimits? Limits { get; set; }

    /// <exception cref="ArgumentException">Some values cannot be used; the message lists them all.</exception>
    internal void Validate()
    {
        List<string> problems = [];
        if (TimeProvider is null)
            problems.Add("TimeProvider must not be null.");
        if (Retry is null)
            problems.Add("Retry must not be null.");
        Retry?.AddProblemsTo(problems);
        Limits?.AddProblemsTo(problems);
        if (problems.Count > 0)
            throw new ArgumentException("The bot's options cannot be used: " + string.Join(" ", problems));
    }

    // BaseUrl is left out: until a bot has accepted it, it may hold anything, a mistakenly pasted token too.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append("UseTestEnvironment = ").Append(UseTestEnvironment)
            .Append(", IsSelfHosted = ").Append(IsSelfHosted is { } own ? own.ToString() : "by the host")
            .Append(", HttpClient = ").Append(HttpClient is null ? "the bot's own" : "the caller's")
            .Append(", Retry = ").Append(Retry)
            .Append(", Limits = ").Append(Limits is null ? "none" : Limits.ToString());
        return true;
    }
}
