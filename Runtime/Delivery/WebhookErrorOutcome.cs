namespace Telegram.Webhooks.Runtime;

/// <summary>What happens next with the update something went wrong with.</summary>
public enum WebhookErrorOutcome
{
    /// <summary>Nothing: no update is concerned, or it is lost to this bot.</summary>
    None,

    /// <summary>It was not acknowledged: Telegram sends it again.</summary>
    SentAgainByTelegram,

    /// <summary>It is kept and handled again at <see cref="WebhookException.RetryAt"/>.</summary>
    Retried,

    /// <summary>It became a dead letter: kept, and handled again only when replayed.</summary>
    Buried,

    /// <summary>It counts as handled and is gone: <see cref="DeliveryOptions.OnFailure"/> said so.</summary>
    Dropped,
}
