using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>What is done with JSON that this version does not understand.</summary>
internal static class UnknownJson
{
    /// <summary>
    /// Keeps a field that the type does not know; of two with one name, the later. The reader stands on the value.
    /// </summary>
    public static void KeepUnknown(
        this ref Utf8JsonReader reader, ref IReadOnlyDictionary<string, JsonElement>? fields, scoped ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            // A name that is no text cannot be asked for.
            reader.SkipValue();
            return;
        }

        var key = Encoding.UTF8.GetString(name);
        var kept = (Dictionary<string, JsonElement>)(fields ??= new Dictionary<string, JsonElement>(StringComparer.Ordinal));
        kept[key] = JsonElement.ParseValue(ref reader);
    }

    /// <summary>Writes the fields that the type does not know.</summary>
    public static void WriteUnknown(this Utf8JsonWriter writer, IReadOnlyDictionary<string, JsonElement>? fields)
    {
        if (fields is null)
            return;
        foreach (var (name, value) in fields)
        {
            writer.WritePropertyName(name);
            value.WriteAsItCame(writer);
        }
    }

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

    /// <summary>
    /// Writes the very bytes that were read; <see cref="JsonElement.WriteTo"/> refuses escapes that are no Unicode.
    /// </summary>
    public static void WriteAsItCame(this JsonElement json, Utf8JsonWriter writer) =>
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(json), skipInputValidation: true);
}
