using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Updates;

/// <summary>Finds the commands in a message's text, where Telegram has marked them.</summary>
internal static class MessageCommands
{
    /// <summary>The command that the text begins with, if it does.</summary>
    public static CommandMessage? Leading(Message message) =>
        Marked(message).Where(mark => mark.Start == 0).Select(mark => Read(message, mark)).FirstOrDefault();

    public static IEnumerable<CommandMessage> Everywhere(Message message) =>
        Marked(message).Select(mark => Read(message, mark));

    public static bool IsWholeText(Message message) =>
        Marked(message).Any(mark => mark.Start == 0 && mark.End == message.Text!.Length);

    /// <summary>The pattern matches the command from its first letter to its last.</summary>
    public static bool Matches(this Regex pattern, CommandMessage command)
    {
        for (var match = pattern.Match(command.Command); match.Success; match = match.NextMatch())
        {
            if (match.Length == command.Command.Length) return true;
        }
        return false;
    }

    private static IEnumerable<(int Start, int End)> Marked(Message message)
    {
        if (message is not { Text: { } text, Entities: { } entities }) yield break;
        foreach (var entity in entities)
        {
            // A sender may name any number: their sum may have more than 32 bits.
            var (start, end) = ((long)entity.Offset, (long)entity.Offset + entity.Length);
            if (entity.Type == MessageEntityType.BotCommand && start >= 0 && end <= text.Length && entity.Length > 1)
                yield return ((int)start, (int)end);
        }
    }

    private static CommandMessage Read(Message message, (int Start, int End) mark)
    {
        var text = message.Text!;
        var parts = text[(mark.Start + 1)..mark.End].Split('@', 2);
        return new(message, parts[0], parts.Length == 2 ? parts[1] : null, text[mark.End..].Trim());
    }
}
