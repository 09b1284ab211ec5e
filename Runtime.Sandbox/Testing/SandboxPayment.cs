namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>How somebody's attempt to pay ended.</summary>
public sealed class SandboxPayment
{
    internal SandboxPayment(string error, SandboxMessage? receipt)
    {
        Error = error;
        Receipt = receipt;
    }

    /// <summary>Whether the bot took the order, so that the money was paid.</summary>
    public bool IsPaid => Receipt is not null;

    /// <summary>Why the bot refused; empty when it did not.</summary>
    public string Error { get; }

    /// <summary>The message with <c>successful_payment</c>; null when the bot refused.</summary>
    public SandboxMessage? Receipt { get; }
}
