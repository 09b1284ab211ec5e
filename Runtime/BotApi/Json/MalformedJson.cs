using System.Globalization;
using System.Text.Json;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>
/// Says of JSON that cannot be read where it ends to be JSON and what was expected there. The reader's own message
/// quotes what it found, which is somebody else's text, of any length and with its line breaks; so it is neither
/// repeated nor kept as a cause.
/// </summary>
internal static class MalformedJson
{
    /// <summary>The error to throw instead of the reader's own.</summary>
    /// <param name="reader">As it stands after it has thrown.</param>
    /// <param name="root">The path of what is read.</param>
    public static JsonException Error(in Utf8JsonReader reader, string root) =>
        new($"{root}: not JSON {Describe(reader)}", root, null, null);

    /// <summary>Where and what, such as <c>at byte 34: expected a value</c>.</summary>
    public static string Describe(in Utf8JsonReader reader) =>
        string.Create(CultureInfo.InvariantCulture, $"at byte {reader.BytesConsumed}: {Expectation(reader)}");

    private static string Expectation(in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName
            when reader.CurrentDepth + 1 >= reader.CurrentState.Options.MaxDepth => "expected no deeper levels",
        JsonTokenType.None or JsonTokenType.PropertyName => "expected a value",
        JsonTokenType.StartObject => "expected a name or '}'",
        JsonTokenType.StartArray => "expected a value or ']'",
        _ when reader.CurrentDepth == 0 => "expected nothing more",
        _ => "expected ',' or the end of what is open",
    };
}
