using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Hosting;

/// <summary>What a source of updates is made of.</summary>
/// <remarks>Not a record: the settings hold the token.</remarks>
internal sealed class BotSourceContext
{
    public required TelegramBot Bot { get; init; }

    public required TelegramBotSettings Settings { get; init; }

    public required UpdateReceiver Receiver { get; init; }

    public required UpdateInbox Inbox { get; init; }

    public required Action<WebhookException>? OnError { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory Loggers { get; init; }

    /// <summary>The path that the app's route has; null when none is mapped.</summary>
    public required string? MappedPath { get; init; }

    /// <summary>The listener of all bots that listen there.</summary>
    public required Func<string, int, WebhookListener> Listener { get; init; }

}
