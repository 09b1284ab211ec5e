using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Telegram.Webhooks.Runtime.BotApi.Json;

namespace Telegram.Webhooks.Runtime.Types;

/// <summary>A chat as a request names it: its numeric id, or the <c>@username</c> of a public chat.</summary>
/// <remarks>
/// The Bot API's "Integer or String". Converts implicitly from <see cref="long"/>, <see cref="string"/>,
/// <see cref="Chat"/>, <see cref="Message"/> and <see cref="User"/>. The default value names no chat and is refused by
/// every request.
/// </remarks>
[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructors are the named alternates.")]
[JsonConverter(typeof(JsonModelConverter<ChatId>))]
public readonly record struct ChatId : IJsonModel<ChatId>
{
    private const int LongestUsername = 32;

    private readonly long _id;

    /// <summary>A chat by its numeric id.</summary>
    public ChatId(long id) => _id = id;

    /// <summary>
    /// A chat by its public name, <c>@</c> included, or by its numeric id in digits. White space around either does not
    /// matter.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="text"/> is neither: a chat's title, say, or the text of a
    /// message.</exception>
    public ChatId(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var trimmed = text.AsSpan().Trim();
        if (long.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _id))
            return;
        if (!IsUsername(trimmed))
            throw new ArgumentException("The text names no chat: it is neither a numeric id nor a public @username. Is it another argument's?", nameof(text));
        Username = trimmed.ToString();
    }

    // What was decoded is taken as it came.
    private ChatId(string username, bool _) => Username = username;

    /// <summary>A chat that Telegram sent.</summary>
    public ChatId(Chat chat)
    {
        ArgumentNullException.ThrowIfNull(chat);
        _id = chat.Id;
    }

    /// <summary>The chat in which a message is.</summary>
    public ChatId(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        _id = message.Chat.Id;
    }

    /// <summary>The private chat with a user.</summary>
    public ChatId(User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        _id = user.Id;
    }

    /// <summary>The numeric id, or null when the chat is named by <see cref="Username"/>.</summary>
    public long? Id => Username is null ? _id : null;

    /// <summary>The public name with its <c>@</c>, or null when the chat is named by <see cref="Id"/>.</summary>
    public string? Username { get; }

    /// <summary>A chat by its numeric id.</summary>
    public static implicit operator ChatId(long id) => new(id);

    /// <summary>A chat by its public <c>@name</c>, or its id in digits.</summary>
    /// <exception cref="ArgumentException"><paramref name="text"/> is neither.</exception>
    public static implicit operator ChatId(string text) => new(text);

    /// <summary>A chat that Telegram sent.</summary>
    public static implicit operator ChatId(Chat chat) => new(chat);

    /// <summary>The chat in which a message is.</summary>
    public static implicit operator ChatId(Message message) => new(message);

    /// <summary>The private chat with a user.</summary>
    public static implicit operator ChatId(User user) => new(user);

    /// <summary>The id in digits, or the name with its <c>@</c>.</summary>
    public override string ToString() => Username ?? _id.ToString(CultureInfo.InvariantCulture);

    static ChatId IJsonModel<ChatId>.Read(ref Utf8JsonReader reader) => Read(ref reader);

    void IJsonModel.Write(Utf8JsonWriter writer)
    {
        if (Username is null)
            writer.WriteNumberValue(_id);
        else
            writer.WriteStringValue(Username);
    }

    internal static ChatId Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return new ChatId(reader.ReadLong());
        if (reader.TokenType != JsonTokenType.String)
            reader.ThrowWrong("Integer or String");
        var text = reader.ReadText();
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) ? new ChatId(id)
            : string.IsNullOrWhiteSpace(text) ? default : new ChatId(text, true);
    }

    /// <summary>Refuses the value that names no chat.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    internal void ThrowIfNone(string parameterName)
    {
        if (_id == 0 && Username is null)
            throw new ArgumentException(
                "No chat is named: the value is the default one, or the id is 0.", parameterName);
    }

    private static bool IsUsername(ReadOnlySpan<char> text)
    {
        if (text is not ['@', .. { Length: > 0 and <= LongestUsername } name])
            return false;
        foreach (var letter in name)
            if (!char.IsAsciiLetterOrDigit(letter) && letter != '_')
                return false;
        return true;
    }
}
