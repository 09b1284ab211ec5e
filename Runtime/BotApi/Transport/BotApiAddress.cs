namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>Where a bot's requests go. The URLs made here contain the token.</summary>
internal sealed class BotApiAddress
{
    private readonly BotToken _token;
    private readonly string _environment;

    private BotApiAddress(BotToken token, string baseUrl, bool useTestEnvironment, bool? isSelfHosted)
    {
        _token = token;
        _environment = useTestEnvironment ? "/test" : "";
        BaseUrl = baseUrl;
        IsTelegramCloud = !(isSelfHosted ?? ServerPlace.IsOnesOwn(new Uri(baseUrl)));
    }

    /// <summary>The server's address without a slash at the end; free of secrets.</summary>
    public string BaseUrl { get; }

    /// <summary>
    /// Whether Telegram's cloud answers, directly or behind a proxy, so that its rules apply and its files are not on
    /// this disk.
    /// </summary>
    public bool IsTelegramCloud { get; }

    /// <exception cref="ArgumentException">The base URL cannot be used.</exception>
    public static BotApiAddress Create(
        BotToken token, string? baseUrl, bool useTestEnvironment, bool? isSelfHosted = null)
    {
        var text = baseUrl?.Trim().TrimEnd('/') ?? "";
        var problem = ProblemOf(text, token);
        return problem is null
            ? new BotApiAddress(token, text, useTestEnvironment, isSelfHosted)
            : throw new ArgumentException($"BaseUrl {problem} Expected something like {TelegramBotOptions.TelegramBaseUrl} or http://localhost:8081.");
    }

    public Uri Method(string methodName) => new($"{BaseUrl}/{_token.PathSegment}{_environment}/{methodName}");

    public Uri File(string filePath) =>
        new($"{BaseUrl}/file/{_token.PathSegment}{_environment}/{string.Join('/', filePath.Split('/').Select(Uri.EscapeDataString))}");

    private static string? ProblemOf(string text, BotToken token)
    {
        if (token.IsIn(text))
            return "contains the bot token; it is added to every request's URL by itself.";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")
            || url.Host.Length == 0)
            return "is not an absolute http or https URL.";
        if (url.UserInfo.Length > 0)
            return "must not carry a user name or password; set an Authorization header on an HttpClient of your own.";
        return url.Query.Length > 0 || url.Fragment.Length > 0 ? "must not have a query or a fragment." : null;
    }
}
