using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime;

/// <summary>A message that begins with a command, such as <c>/start deep-link</c> or <c>/help@my_bot</c>.</summary>
public sealed class CommandMessage
{
    internal CommandMessage(Message message, string command, string? botUsername, string arguments)
    {
        (Message, Command, BotUsername, Arguments) = (message, command, botUsername, arguments);
        ArgumentList = arguments.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The whole message.</summary>
    public Message Message { get; }

    /// <summary>The command as written, without the slash and without the bot's name.</summary>
    public string Command { get; }

    /// <summary>
    /// The bot named after the command (<c>/help@my_bot</c>), without <c>@</c>; null when none is named.
    /// </summary>
    public string? BotUsername { get; }

    /// <summary>The text after the command, without white space around it; empty when there is none.</summary>
    public string Arguments { get; }

    /// <summary><see cref="Arguments"/> split at white space.</summary>
    public IReadOnlyList<string> ArgumentList { get; }
}
