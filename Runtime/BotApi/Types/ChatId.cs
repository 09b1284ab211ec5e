using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Telegram.Webhooks.Runtime.BotApi.Json;

namespace Telegram.Webhooks.Runtime.Types;

/// <summary>A chat as a request names it: its numeric id, or the <c>@username</c> of a public chat.</summary>
/// <remarks>The Bot API's "Integer or String". Converts implicitly from <see cref="long"/> and <see cref="string"/>.</remarks>
[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructors are the named alternates.")]
[JsonConverter(typeof(JsonModelConverter<ChatId>))]
public readonly record struct ChatId : IJsonModel<ChatId>
{
    private readonly long _id;

    /// <summary>A chat by its numeric id.</summary>
    public ChatId(long id) => _id = id;

    /// <summary>A chat by its public name; a missing leading <c>@</c> is added. A text of digits is taken as the numeric id.</summary>
    /// <exception cref="ArgumentException"><paramref name="username"/> is null, empty or white space.</exception>
    public ChatId(string username)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(username);
        var text = username.Trim();
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _id))
            return;
        Username = text.StartsWith('@') ? text : "@" + text;
    }

    /// <summary>The numeric id, or null when the chat is named by <see cref="Username"/>.</summary>
    public long? Id => Username is null ? _id : null;

    /// <summary>The public name with its <c>@</c>, or null when the chat is named by <see cref="Id"/>.</summary>
    public string? Username { get; }

    /// <summary>A chat by its numeric id.</summary>
    public static implicit operator ChatId(long id) => new(id);

    /// <summary>A chat by its public name.</summary>
    /// <exception cref="ArgumentException"><paramref name="username"/> is null, empty or white space.</exception>
    public static implicit operator ChatId(string username) => new(username);

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
        return string.IsNullOrWhiteSpace(text) ? default : new ChatId(text);
    }
}
