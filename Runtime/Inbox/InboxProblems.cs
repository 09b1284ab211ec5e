using Telegram.Webhooks.Runtime.BotApi.Transport;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>What is wrong with the choice of an inbox, before it is opened.</summary>
internal static class InboxProblems
{
    /// <summary>A file's name is seen by everybody who may list its directory, and stands in logs and errors.</summary>
    public static IEnumerable<string> Of(UpdateInbox? inbox, Redaction redaction)
    {
        if (inbox?.ToString() is { } shown && redaction.Finds(shown))
        {
            yield return "The path of the inbox contains a bot token or the secret token. Names of files are no secrets; "
                + "give another path, such as one with the bot's id.";
        }
    }
}
