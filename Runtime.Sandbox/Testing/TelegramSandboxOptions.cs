using System.Net;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>How a local Telegram is started. Everything has a default.</summary>
public sealed class TelegramSandboxOptions
{
    /// <summary>
    /// The bot's token, <c>id:secret</c>. Default: <c>4200000001:sandbox-token</c>, which no real bot has.
    /// </summary>
    public string Token { get; init; } = "4200000001:sandbox-token";

    /// <summary>
    /// The address to listen on. Default: 127.0.0.1. With another one, such as <see cref="IPAddress.Any"/> for
    /// containers, anybody who reaches the machine can call the Bot API with the token, and the page opens with the key
    /// in <see cref="TelegramSandbox.PageUrl"/> only.
    /// </summary>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>The port. Default: 0, any free one.</summary>
    public int Port { get; init; }

    /// <summary>The bot's first name. Default: Sandbox Bot.</summary>
    public string BotName { get; init; } = "Sandbox Bot";

    /// <summary>The bot's username. Default: <c>sandbox_bot</c>.</summary>
    public string BotUsername { get; init; } = "sandbox_bot";

    /// <summary>
    /// Whether webhooks must obey the rules of Telegram's own servers (https, ports 443, 80, 88 and 8443, no reserved
    /// and no IPv6 address, at most 100 connections), and uploads and downloads their limits (50 MB and 20 MB).
    /// Default: false, as a self-hosted server with <c>--local</c>.
    /// </summary>
    public bool CloudRules { get; init; }

    /// <summary>
    /// Whether a bot that sends too fast is answered 429, by the rates that Telegram's documentation names: one message
    /// a second to a chat with bursts of five, twenty a minute to a group, thirty a second in all. Default: false.
    /// </summary>
    public bool RealRates { get; init; }

    /// <summary>
    /// How long <c>Hears</c> and the like wait before they fail. Real time, whatever <see cref="TimeProvider"/> says.
    /// Default: 10 s.
    /// </summary>
    public TimeSpan WaitTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock behind message dates, retries, timeouts and lifetimes. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// The source of update ids and retry caps. Default: a shared one; give a seeded one for the same ids on every run.
    /// </summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>Looks up a webhook's host; null asks the system. Tests move a host with it.</summary>
    internal Func<string, Task<IPAddress>>? Resolve { get; init; }
}
