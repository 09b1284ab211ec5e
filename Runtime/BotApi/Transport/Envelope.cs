using System.Text.Json;
using Telegram.Webhooks.Runtime.BotApi.Json;

namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>What surrounds every result of the Bot API. Its members may come in any order.</summary>
internal readonly record struct Envelope(
    bool? Ok, Range? Result, int? ErrorCode, string? Description, TimeSpan? RetryAfter, long? MigrateToChatId)
{
    public bool HasResult => Ok != false && Result is not null;

    /// <summary>Reads the envelope and skips the result; null when the text is not a JSON object.</summary>
    public static Envelope? TryRead(ReadOnlySpan<byte> json)
    {
        try
        {
            // How deep a result may nest is judged where it is decoded; skipping it takes no stack.
            var reader = new Utf8JsonReader(json, ModelJson.AnyDepth);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;
            var envelope = ReadMembers(ref reader);
            return reader.Read() ? null : envelope;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The latter is for a name with half a surrogate pair.
            return null;
        }
    }

    private static Envelope ReadMembers(ref Utf8JsonReader reader)
    {
        var envelope = default(Envelope);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("ok"u8))
                envelope = envelope with { Ok = ReadBoolean(ref reader) };
            else if (reader.ValueTextEquals("result"u8))
                envelope = envelope with { Result = Skip(ref reader) };
            else if (reader.ValueTextEquals("error_code"u8))
                envelope = envelope with { ErrorCode = (int?)ReadInteger(ref reader) };
            else if (reader.ValueTextEquals("description"u8))
                envelope = envelope with { Description = ReadString(ref reader) };
            else if (reader.ValueTextEquals("parameters"u8))
                envelope = ReadParameters(ref reader, envelope);
            else
                Skip(ref reader);
        }
        return envelope;
    }

    private static Envelope ReadParameters(ref Utf8JsonReader reader, Envelope envelope)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return envelope;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("retry_after"u8))
                envelope = envelope with { RetryAfter = ReadSeconds(ref reader) };
            else if (reader.ValueTextEquals("migrate_to_chat_id"u8))
                envelope = envelope with { MigrateToChatId = ReadInteger(ref reader) };
            else
                Skip(ref reader);
        }
        return envelope;
    }

    private static Range Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }

    private static bool? ReadBoolean(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
            return reader.GetBoolean();
        reader.Skip();
        return null;
    }

    private static string? ReadString(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return TextOf(ref reader);
        reader.Skip();
        return null;
    }

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in an escape.
            return null;
        }
    }

    private static long? ReadInteger(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
            return number;
        reader.Skip();
        return null;
    }

    private static TimeSpan? ReadSeconds(ref Utf8JsonReader reader) =>
        ReadInteger(ref reader) is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, int.MaxValue)) : null;
}
