using System.Runtime.InteropServices;
using System.Text.Json;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>What is done with JSON that this version does not understand.</summary>
internal static class UnknownJson
{
    /// <summary>The text of a property; empty when it is not there or no text.</summary>
    public static string TextOf(this JsonElement json, ReadOnlySpan<byte> property)
    {
        if (!json.TryGetProperty(property, out var value) || value.ValueKind != JsonValueKind.String)
            return "";
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in an escape.
            return "";
        }
    }

    /// <summary>Writes the very bytes that were read; <see cref="JsonElement.WriteTo"/> refuses escapes that are no Unicode.</summary>
    public static void WriteAsItCame(this JsonElement json, Utf8JsonWriter writer) =>
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(json), skipInputValidation: true);
}
