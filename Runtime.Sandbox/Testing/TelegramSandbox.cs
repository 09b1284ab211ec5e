using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.People;
using Telegram.Webhooks.Runtime.Sandbox.Testing;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>
/// A Telegram of its own, on this machine: the Bot API for one bot or several, a webhook sender, people to talk to the
/// bots, and a chat page. Thread-safe.
/// </summary>
public sealed class TelegramSandbox : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly SandboxParts _parts;
    private readonly TelegramSandboxOptions _options;
    private int _disposed;

    private TelegramSandbox(WebApplication server, SandboxParts parts, TelegramSandboxOptions options)
    {
        _server = server;
        _parts = parts;
        _options = options;
        var address = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        // The address of every interface is one to listen on, not one to call.
        var own = new UriBuilder(address);
        if (options.Host.Equals(IPAddress.Any) || options.Host.Equals(IPAddress.IPv6Any)) own.Host = "127.0.0.1";
        BaseUrl = own.Uri.GetLeftPart(UriPartial.Authority);
        Bot = new SandboxBot(this, parts.First);
    }

    /// <summary>Where the Bot API is, in place of <c>https://api.telegram.org</c>.</summary>
    public string BaseUrl { get; }

    /// <summary>The bot that the sandbox was started with; <see cref="AddBot"/> adds others.</summary>
    public SandboxBot Bot { get; }

    /// <summary>The token of the first bot.</summary>
    public string Token => Bot.Token;

    /// <summary>
    /// The chat page. For people at this machine; where others can reach it, with the key that opens it.
    /// </summary>
    public string PageUrl => BaseUrl + (_parts.Access.Key is { } key ? "/?key=" + key : "/");

    /// <summary>The id of the first bot.</summary>
    public long BotId => Bot.Id;

    internal SandboxWorld World => _parts.First.World;

    internal SandboxParts Parts => _parts;

    internal TimeSpan WaitTimeout => _options.WaitTimeout;

    /// <summary>Starts a local Telegram, on 127.0.0.1 unless the options say otherwise.</summary>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="ArgumentException">The token is not <c>id:secret</c>.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<TelegramSandbox> Start(
        TelegramSandboxOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new TelegramSandboxOptions();
        var parts = new SandboxParts(options);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(options.Host, options.Port, listener => listener.Protocols = HttpProtocols.Http1);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.AddServerHeader = false;
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, HostedByCaller>();
        var server = builder.Build();
        server.Run(parts.Handle);
        try
        {
            await server.StartAsync(cancellationToken).ConfigureAwait(false);
            return new TelegramSandbox(server, parts, options);
        }
        catch (Exception error)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            await parts.DisposeAsync().ConfigureAwait(false);
            if (error is IOException { InnerException: AddressInUseException })
                throw new IOException($"Port {options.Port} of {options.Host} is taken. Give the local Telegram another one, or 0 for any that is free.", error);
            throw;
        }
    }

    /// <summary>A new user.</summary>
    /// <param name="firstName">Their first name.</param>
    /// <param name="lastName">Their last name, if any.</param>
    /// <param name="username">Their username without @, if any.</param>
    public SandboxUser User(string firstName, string? lastName = null, string? username = null)
    {
        lock (World.Gate)
        {
            var person = World.AddPerson(firstName, lastName, username);
            World.Feed.Publish("people", person.ToJson());
            return new SandboxUser(this, person);
        }
    }

    /// <summary>
    /// One more bot, with its own token, webhook, updates and private chats. People and groups are the same for all
    /// bots; groups that are there or will be made it has to be brought into. What one bot says is no update of
    /// another.
    /// </summary>
    /// <param name="name">Its first name.</param>
    /// <param name="username">Its username without @; null for one made from the letters and digits of the name:
    /// <c>shop_bot</c>.</param>
    /// <param name="token">Its token, <c>id:secret</c>; null for one of the sandbox's own.</param>
    /// <exception cref="ArgumentException">The name is empty, the token is not <c>id:secret</c>, or the id or username
    /// is taken.</exception>
    public SandboxBot AddBot(string name, string? username = null, string? token = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        username ??= string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant() + "_bot";
        lock (World.Gate) return new SandboxBot(this, _parts.AddBot(token, name, username));
    }

    /// <summary>A new basic group with the bot in it. The first member owns it.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="members">Who is in it, at least one.</param>
    /// <exception cref="ArgumentException">Nobody is in it.</exception>
    public SandboxChat Group(string title, params ReadOnlySpan<SandboxUser> members) => Chat("group", title, members);

    /// <summary>A new supergroup with the bot in it. The first member owns it.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="members">Who is in it, at least one.</param>
    /// <exception cref="ArgumentException">Nobody is in it.</exception>
    public SandboxChat Supergroup(string title, params ReadOnlySpan<SandboxUser> members) =>
        Chat("supergroup", title, members);

    /// <summary>A new supergroup with topics and the bot in it. The first member owns it.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="members">Who is in it, at least one.</param>
    /// <exception cref="ArgumentException">Nobody is in it.</exception>
    public SandboxChat Forum(string title, params ReadOnlySpan<SandboxUser> members) =>
        Chat("supergroup", title, members, isForum: true);

    /// <summary>
    /// A new channel with the bot as an administrator. The first member owns it, all of them can post.
    /// </summary>
    /// <param name="title">Its title.</param>
    /// <param name="members">Who is in it, at least one.</param>
    /// <exception cref="ArgumentException">Nobody is in it.</exception>
    public SandboxChat Channel(string title, params ReadOnlySpan<SandboxUser> members) =>
        Chat("channel", title, members);

    /// <summary>
    /// Hands the first bot an update of any kind, as if Telegram had made it. Its queue and lifetime follow from the
    /// kind.
    /// </summary>
    /// <param name="kind">Such as <c>shipping_query</c>.</param>
    /// <param name="payload">The object beside <c>update_id</c>.</param>
    /// <returns>False when it was dropped: the bot did not ask for this kind, the update is above 512 KiB, or there is
    /// no room for it (100,000 updates, 128 MiB).</returns>
    public bool SendUpdate(string kind, JsonObject payload) => Bot.SendUpdate(kind, payload);

    /// <summary>
    /// Makes the next calls of the first bot that fit go wrong. Faults that fit the same call befall it in the order
    /// they were asked for, one a call.
    /// </summary>
    /// <param name="fault">What.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public void Fails(SandboxFault fault) => Bot.Fails(fault);

    /// <summary>What <c>getWebhookInfo</c> answers the first bot now.</summary>
    public JsonObject WebhookInfo() => Bot.WebhookInfo();

    /// <summary>
    /// Waits until this many attempts to deliver to the first bot were made since the start, and returns them all,
    /// oldest first.
    /// </summary>
    /// <param name="count">How many at least; 0 returns at once. Only the last 500 are remembered.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="SandboxWaitException">There were fewer, in time.</exception>
    public Task<IReadOnlyList<SandboxDelivery>> Deliveries(int count, CancellationToken cancellationToken = default) =>
        Bot.Deliveries(count, cancellationToken);

    /// <summary>Stops everything; once is enough. Waits that are under way fail and say so.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        // The web host stops in the context of who asks: a test that blocks on it there would wait for itself.
        await Task.Run(Close).ConfigureAwait(false);
    }

    private async Task Close()
    {
        _parts.StopListening();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _server.StopAsync(patience.Token).ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        await _parts.DisposeAsync().ConfigureAwait(false);
    }

    private SandboxChat Chat(string type, string title, ReadOnlySpan<SandboxUser> members, bool isForum = false)
    {
        if (members.Length == 0) throw new ArgumentException("A chat needs somebody to own it.", nameof(members));
        lock (World.Gate)
        {
            var room = World.AddRoom(type, title, null, isForum);
            room.Found([.. members.ToArray().Select(member => member.Person)], World);
            return new SandboxChat(this, room);
        }
    }

    // The host's own lifetime takes Ctrl+C and SIGTERM for itself: they would end the sandbox under a bot that still
    // drains, and not the process.
    private sealed class HostedByCaller : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
