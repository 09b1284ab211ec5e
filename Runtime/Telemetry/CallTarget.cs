namespace Telegram.Webhooks.Runtime.Telemetry;

/// <summary>Whose calls they are and where they go, as metrics and spans say it. No URL: it holds the token.</summary>
internal sealed class CallTarget(long botId, Uri server)
{
    /// <summary>Boxed once.</summary>
    public object BotId { get; } = botId;

    public string ServerAddress { get; } = server.IdnHost;

    /// <summary>Boxed once.</summary>
    public object ServerPort { get; } = server.Port;
}
