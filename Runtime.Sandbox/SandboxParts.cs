using System.Globalization;
using Microsoft.AspNetCore.Http;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Page;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>Everything a sandbox consists of, put together.</summary>
internal sealed class SandboxParts : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TelegramSandboxOptions _options;
    private readonly SharedWorld _shared;
    private readonly RemoteFiles _remoteFiles;
    private readonly BotApiEndpoint _botApi;
    private readonly PageEndpoint _page;

    // Replaced while holding the world's gate, read without it.
    private volatile BotParts[] _bots = [];

    public SandboxParts(TelegramSandboxOptions options)
    {
        _options = options;
        Stopping = _stopping.Token;
        _remoteFiles = new RemoteFiles(_http);
        _shared = new SharedWorld(options.TimeProvider) { HasCloudLimits = options.CloudRules };
        First = AddBot(options.Token, options.BotName, options.BotUsername, options.Random);
        _botApi = new BotApiEndpoint(
            token => Bots.FirstOrDefault(bot => bot.Token == token), Activity, options.CloudRules);
        Access = new PageAccess(options.Host);
        _page = new PageEndpoint(this, _stopping.Token);
    }

    /// <summary>Who may open the page.</summary>
    public PageAccess Access { get; }

    /// <summary>The bot that the sandbox was started with.</summary>
    public BotParts First { get; }

    /// <summary>All bots, in the order in which they came.</summary>
    public IReadOnlyList<BotParts> Bots => _bots;

    /// <summary>What works and what waits.</summary>
    public Activity Activity { get; } = new();

    /// <summary>Cancelled when the sandbox stops; can be asked after that, too.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>One more bot. Call while holding the world's gate.</summary>
    /// <param name="token">Its token; null for one of the sandbox's own.</param>
    /// <param name="name">Its first name.</param>
    /// <param name="username">Its username.</param>
    /// <exception cref="ArgumentException">The token is none, or the id or username is taken.</exception>
    public BotParts AddBot(string? token, string name, string username)
    {
        // One source of chance is not for two at a time, unless it is the one that all may share.
        var random = _options.Random == Random.Shared ? Random.Shared : new Random(_options.Random.Next());
        return AddBot(token ?? FreeToken(), name, username, random);
    }

    private BotParts AddBot(string token, string name, string username, Random random)
    {
        var id = BotParts.Id(token);
        if (_shared.People.ContainsKey(id))
            throw new ArgumentException($"{id} is the id of another bot or user.", nameof(token));
        if (_shared.IsTaken(username)) throw new ArgumentException($"@{username} is taken.", nameof(username));
        var world = new SandboxWorld(new Person(id, name, null, username, isBot: true), _shared, random);
        var bot = new BotParts(token, world, _options, _remoteFiles, Activity, Stopping);
        _bots = [.. _bots, bot];
        _shared.Feed.Publish("bots", world.Bot.ToJson());
        return bot;
    }

    /// <summary>A bot by its id or username; the first one for an empty text. Null when there is none.</summary>
    public BotParts? FindBot(string which) => which.Length == 0 ? First : Bots.FirstOrDefault(bot =>
        bot.World.Bot.Id.ToString(CultureInfo.InvariantCulture) == which
        || string.Equals(bot.World.Bot.Username, which.TrimStart('@'), StringComparison.OrdinalIgnoreCase));

    public async Task Handle(HttpContext context)
    {
        try
        {
            using var ended = context.RequestAborted.CanBeCanceled ? _stopping.Token.Register(context.Abort) : default;
            if (await _botApi.Handle(context).ConfigureAwait(false) || await _page.Handle(context).ConfigureAwait(false))
                return;
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up, or the sandbox is stopping.
            return;
        }
    }

    /// <summary>Ends everything that waits.</summary>
    public void StopListening() => _stopping.Cancel();

    public async ValueTask DisposeAsync()
    {
        foreach (var bot in Bots) await bot.DisposeAsync().ConfigureAwait(false);
        _http.Dispose();
        _stopping.Dispose();
    }

    private string FreeToken()
    {
        var id = First.World.Bot.Id + 1;
        while (_shared.People.ContainsKey(id)) id++;
        return string.Create(CultureInfo.InvariantCulture, $"{id}:sandbox-token");
    }
}
