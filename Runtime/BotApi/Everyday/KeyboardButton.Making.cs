using System.Diagnostics.CodeAnalysis;

namespace Telegram.Webhooks.Runtime.Types;

[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructor is the named alternate.")]
public sealed partial class KeyboardButton
{
    /// <summary>A button that sends its label.</summary>
    public static implicit operator KeyboardButton(string text) => new(text);

    /// <summary>A button that sends the user's phone number; in private chats only.</summary>
    /// <param name="text">Its label.</param>
    public static KeyboardButton WithRequestContact(string text) => new(text) { RequestContact = true };

    /// <summary>A button that sends where the user is; in private chats only.</summary>
    /// <param name="text">Its label.</param>
    public static KeyboardButton WithRequestLocation(string text) => new(text) { RequestLocation = true };

    /// <summary>A button that lets the user make a poll; in private chats only.</summary>
    /// <param name="text">Its label.</param>
    /// <param name="type">A regular poll or a quiz; null for either.</param>
    public static KeyboardButton WithRequestPoll(string text, PollType? type = null) =>
        new(text) { RequestPoll = new KeyboardButtonPollType { Type = type } };

    /// <summary>A button that lets the user choose users to share; in private chats only.</summary>
    /// <param name="text">Its label.</param>
    /// <param name="users">Which users, and how many.</param>
    public static KeyboardButton WithRequestUsers(string text, KeyboardButtonRequestUsers users) =>
        new(text) { RequestUsers = users };

    /// <summary>A button that lets the user choose a chat to share; in private chats only.</summary>
    /// <param name="text">Its label.</param>
    /// <param name="chat">Which chats.</param>
    public static KeyboardButton WithRequestChat(string text, KeyboardButtonRequestChat chat) =>
        new(text) { RequestChat = chat };

    /// <summary>A button that opens a web app; in private chats only.</summary>
    /// <param name="text">Its label.</param>
    /// <param name="webApp">The app: its https address.</param>
    public static KeyboardButton WithWebApp(string text, WebAppInfo webApp) => new(text) { WebApp = webApp };

    /// <summary>A button that opens a web app; in private chats only.</summary>
    /// <param name="text">Its label.</param>
    /// <param name="url">The app's https address.</param>
    public static KeyboardButton WithWebApp(string text, string url) => WithWebApp(text, new WebAppInfo(url));
}
