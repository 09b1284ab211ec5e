using System.Text.Json;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>
/// Looks ahead in an object to tell which member of a union it is. The caller's reader does not move.
/// </summary>
internal static class JsonDispatch
{
    /// <summary>
    /// The text of a property, wherever it stands in the object; empty when it is not there or no string.
    /// </summary>
    public static ReadOnlySpan<byte> PeekText(this ref Utf8JsonReader reader, ReadOnlySpan<byte> property)
    {
        reader.ExpectObject();
        var ahead = reader;
        return Find(ref ahead, property) && ahead.TokenType == JsonTokenType.String ? ahead.NameBytes() : default;
    }

    /// <summary>Whether the object has a property, with a value other than null.</summary>
    public static bool PeekHas(this ref Utf8JsonReader reader, ReadOnlySpan<byte> property)
    {
        reader.ExpectObject();
        var ahead = reader;
        return Find(ref ahead, property);
    }

    /// <summary>Whether a property of the object is the number 0.</summary>
    public static bool PeekIsZero(this ref Utf8JsonReader reader, ReadOnlySpan<byte> property)
    {
        reader.ExpectObject();
        var ahead = reader;
        return Find(ref ahead, property) && ahead.TokenType == JsonTokenType.Number && ahead.TryGetInt64(out var value)
            && value == 0;
    }

    private static bool Find(ref Utf8JsonReader ahead, ReadOnlySpan<byte> property)
    {
        while (ahead.NextProperty(out var name))
        {
            if (name.SequenceEqual(property))
                return true;
            ahead.SkipValue();
        }

        return false;
    }
}
