namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>
/// What somebody waited for did not happen. The message has the transcript of the chat and what is known of the bot.
/// </summary>
public sealed class SandboxWaitException : Exception
{
    /// <summary>Made by the sandbox.</summary>
    internal SandboxWaitException(string message)
        : base(message)
    {
    }
}
