namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>
/// What goes wrong with the bot's next calls, for tests of how it takes that. See <see cref="TelegramSandbox.Fails"/>.
/// </summary>
public sealed record SandboxFault
{
    /// <summary>The method it befalls; null, the default, for any but <c>getUpdates</c>.</summary>
    public string? Method { get; init; }

    /// <summary>How many calls it befalls. Default: 1.</summary>
    public int Times { get; init; } = 1;

    /// <summary>
    /// The HTTP status that is answered instead of doing anything, 400 to 599: 429 for too many requests, 502 for a
    /// gateway without its server. Default: null, the call is done.
    /// </summary>
    public int? Status { get; init; }

    /// <summary>The seconds that an answer of 429 asks to wait. Default: 1.</summary>
    public int RetryAfter { get; init; } = 1;

    /// <summary>
    /// How long the call waits before anything else happens to it, by the sandbox's clock. Default: not at all.
    /// </summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Whether the connection is cut instead of answering what was done. Default: false.</summary>
    public bool LosesAnswer { get; init; }
}
