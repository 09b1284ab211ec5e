using System.Diagnostics.CodeAnalysis;

namespace Telegram.Webhooks.Runtime.Types;

[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The With… methods are the named alternates.")]
public sealed partial class InlineKeyboardButton
{
    /// <summary>A button that, when pressed, sends the bot a callback query.</summary>
    /// <param name="text">Its label.</param>
    /// <param name="callbackData">What the query carries; 1 to 64 bytes.</param>
    [SetsRequiredMembers]
    public InlineKeyboardButton(string text, string callbackData)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(callbackData);
        Text = text;
        CallbackData = callbackData;
    }

    /// <summary>A button that opens an address.</summary>
    /// <param name="text">Its label.</param>
    /// <param name="url">An http(s) or tg:// address.</param>
    [SetsRequiredMembers]
    public InlineKeyboardButton(string text, Uri url)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(url);
        Text = text;
        Url = url.OriginalString;
    }

    /// <summary>A button that, when pressed, sends the bot a callback query with this data (1 to 64 bytes).</summary>
    public static implicit operator InlineKeyboardButton((string Text, string CallbackData) pair) =>
        new(pair.Text, pair.CallbackData);

    /// <summary>A button that opens an address.</summary>
    public static implicit operator InlineKeyboardButton((string Text, Uri Url) pair) => new(pair.Text, pair.Url);

    /// <summary>A button that, when pressed, sends the bot a callback query.</summary>
    /// <param name="text">Its label.</param>
    /// <param name="callbackData">What the query carries; 1 to 64 bytes.</param>
    public static InlineKeyboardButton WithCallbackData(string text, string callbackData) => new(text, callbackData);

    /// <summary>A button that, when pressed, sends the bot a callback query that carries its label.</summary>
    /// <param name="textAndCallbackData">Its label, and what the query carries; 1 to 64 bytes.</param>
    public static InlineKeyboardButton WithCallbackData(string textAndCallbackData) =>
        new(textAndCallbackData, textAndCallbackData);

    /// <summary>A button that opens an address.</summary>
    /// <param name="text">Its label.</param>
    /// <param name="url">An http(s) or tg:// address.</param>
    public static InlineKeyboardButton WithUrl(string text, string url) => new() { Text = text, Url = url };

    /// <summary>A button that opens an address.</summary>
    /// <param name="text">Its label.</param>
    /// <param name="url">An http(s) or tg:// address.</param>
    public static InlineKeyboardButton WithUrl(string text, Uri url) => new(text, url);

    /// <summary>A button that opens a web app; in private chats only.</summary>
    /// <param name="text">Its label.</param>
    /// <param name="webApp">The app: its https address.</param>
    public static InlineKeyboardButton WithWebApp(string text, WebAppInfo webApp) =>
        new() { Text = text, WebApp = webApp };

    /// <summary>A button that opens a web app; in private chats only.</summary>
    /// <param name="text">Its label.</param>
    /// <param name="url">The app's https address.</param>
    public static InlineKeyboardButton WithWebApp(string text, string url) => WithWebApp(text, new WebAppInfo(url));

    /// <summary>A button that logs the user in at a site.</summary>
    /// <param name="text">Its label.</param>
    /// <param name="loginUrl">The site.</param>
    public static InlineKeyboardButton WithLoginUrl(string text, LoginUrl loginUrl) =>
        new() { Text = text, LoginUrl = loginUrl };

    /// <summary>A button that lets the user choose a chat and begins an inline query there.</summary>
    /// <param name="text">Its label.</param>
    /// <param name="query">What stands behind the bot's name then; may be empty.</param>
    public static InlineKeyboardButton WithSwitchInlineQuery(string text, string query = "") =>
        new() { Text = text, SwitchInlineQuery = query };

    /// <summary>A button that begins an inline query in the chat it is in.</summary>
    /// <param name="text">Its label.</param>
    /// <param name="query">What stands behind the bot's name then; may be empty.</param>
    public static InlineKeyboardButton WithSwitchInlineQueryCurrentChat(string text, string query = "") =>
        new() { Text = text, SwitchInlineQueryCurrentChat = query };

    /// <summary>A button that lets the user choose a chat of some kinds and begins an inline query there.</summary>
    /// <param name="text">Its label.</param>
    /// <param name="chat">Which kinds of chat, and the query.</param>
    public static InlineKeyboardButton WithSwitchInlineQueryChosenChat(string text, SwitchInlineQueryChosenChat chat) =>
        new() { Text = text, SwitchInlineQueryChosenChat = chat };

    /// <summary>A button that copies a text.</summary>
    /// <param name="text">Its label.</param>
    /// <param name="copied">What is copied; 1 to 256 characters.</param>
    public static InlineKeyboardButton WithCopyText(string text, string copied) =>
        new() { Text = text, CopyText = new CopyTextButton(copied) };

    /// <summary>A button that starts the message's game; the first one of the first row.</summary>
    /// <param name="text">Its label.</param>
    public static InlineKeyboardButton WithCallbackGame(string text) =>
        new() { Text = text, CallbackGame = new CallbackGame() };

    /// <summary>A button that pays the message's invoice; the first one of the first row.</summary>
    /// <param name="text">Its label.</param>
    public static InlineKeyboardButton WithPay(string text) => new() { Text = text, Pay = true };
}
