namespace Telegram.Webhooks.Runtime;

/// <summary>Where on its way something went wrong.</summary>
public enum WebhookStage
{
    /// <summary>Registering the webhook, or what Telegram says about it afterwards (<c>getWebhookInfo</c>).</summary>
    Registration,

    /// <summary>The TLS certificate: it could not be reloaded, or Telegram rejects it.</summary>
    Certificate,

    /// <summary>Fetching updates by long polling.</summary>
    Polling,

    /// <summary>The body is not a decodable update.</summary>
    Decoding,

    /// <summary>The inbox: keeping an update, or recording what became of it.</summary>
    Storing,

    /// <summary>The receiver threw.</summary>
    Handling,

    /// <summary>
    /// Writing the answer that carries a request the receiver returned (<see cref="UpdateResponder"/>).
    /// </summary>
    Answering,
}
