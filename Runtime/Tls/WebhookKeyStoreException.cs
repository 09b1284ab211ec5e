namespace Telegram.Webhooks.Runtime;

/// <summary>
/// A <see cref="WebhookPrivateKeyConfig"/> cannot be used. The message says what is wrong and what to do, and shows no
/// password.
/// </summary>
public sealed class WebhookKeyStoreException : WebhookStartException
{
    internal WebhookKeyStoreException(WebhookKeyStoreError error, string message, Exception? cause = null)
        : base(message, cause) => Error = error;

    /// <summary>What is wrong, for a program to tell cases apart.</summary>
    public WebhookKeyStoreError Error { get; }
}
