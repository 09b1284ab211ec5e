using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Commands in text messages, where Telegram has marked them: <c>/start</c>, <c>/help@my_bot topic</c>.
/// </summary>
public static class CommandsExtensions
{
    /// <summary>Messages that begin with the command, whichever bot it names, if any.</summary>
    /// <param name="flow">Where the messages come from.</param>
    /// <param name="command">The command with or without its slash. Case does not matter.</param>
    public static UpdateFlow<CommandMessage> Commands(this UpdateFlow<Message> flow, string command) =>
        flow.Leading(Called(command));

    /// <summary>
    /// Messages that begin with the command and name this bot or none: in groups, where several bots may know the same
    /// command.
    /// </summary>
    /// <param name="flow">Where the messages come from.</param>
    /// <param name="command">The command with or without its slash. Case does not matter.</param>
    /// <param name="botUsername">The bot's username with or without <c>@</c>. Case does not matter.</param>
    public static UpdateFlow<CommandMessage> Commands(this UpdateFlow<Message> flow, string command, string botUsername)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(botUsername);
        var (called, username) = (Called(command), botUsername.Trim().TrimStart('@'));
        return flow.Leading(found => called(found) && (found.BotUsername is null || found.BotUsername.Equals(username, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>
    /// <inheritdoc cref="Commands(UpdateFlow{Message}, string)" path="/summary/node()"/> From chats and channels.
    /// </summary>
    /// <param name="filter">Where the messages come from.</param>
    /// <param name="command">The command with or without its slash. Case does not matter.</param>
    public static UpdateFlow<CommandMessage> Commands(this FlowsUpdatesFilter filter, string command) =>
        filter.AllSentMessagesFlow.Commands(command);

    /// <summary>
    /// <inheritdoc cref="Commands(UpdateFlow{Message}, string, string)" path="/summary/node()"/> From chats and
    /// channels.
    /// </summary>
    /// <param name="filter">Where the messages come from.</param>
    /// <param name="command">The command with or without its slash. Case does not matter.</param>
    /// <param name="botUsername">The bot's username with or without <c>@</c>. Case does not matter.</param>
    public static UpdateFlow<CommandMessage> Commands(
        this FlowsUpdatesFilter filter, string command, string botUsername) =>
        filter.AllSentMessagesFlow.Commands(command, botUsername);

    /// <summary>
    /// Messages that begin with a command that the pattern matches from its first letter to its last, with what follows
    /// it.
    /// </summary>
    public static UpdateFlow<CommandMessage> FilterCommandsWithArgs(this UpdateFlow<Message> flow, Regex command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return flow.Leading(command.Matches);
    }

    /// <summary>
    /// Messages that are nothing but a command that the pattern matches from its first letter to its last.
    /// </summary>
    public static UpdateFlow<Message> FilterExactCommands(this UpdateFlow<Message> flow, Regex command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return flow.Keep(message => MessageCommands.IsWholeText(message) && MessageCommands.Everywhere(message).Any(command.Matches));
    }

    /// <summary>
    /// Messages that contain, anywhere, a command that the pattern matches from its first letter to its last.
    /// </summary>
    public static UpdateFlow<Message> FilterCommandsInsideTextMessages(this UpdateFlow<Message> flow, Regex command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return flow.Keep(message => MessageCommands.Everywhere(message).Any(command.Matches));
    }

    /// <summary>The text contains a command.</summary>
    public static bool HasCommands(this Message message) => MessageCommands.Everywhere(message).Any();

    /// <summary>The text contains no command.</summary>
    public static bool HasNoCommands(this Message message) => !message.HasCommands();

    private static Func<CommandMessage, bool> Called(string command)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(command);
        var name = command.Trim().TrimStart('/');
        return found => found.Command.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    private static UpdateFlow<CommandMessage> Leading(this UpdateFlow<Message> flow, Func<CommandMessage, bool> wanted, [CallerMemberName] string name = "") => flow.Derive(
        (Message message, ref FlowItems<CommandMessage> into) =>
        {
            if (MessageCommands.Leading(message) is { } command && wanted(command)) into.Add(command);
        },
        name);
}
