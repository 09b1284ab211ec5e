using System.Text.Json;
using Telegram.Webhooks.Runtime.BotApi.Json;

namespace Telegram.Webhooks.Runtime.BotApi.Limits;

/// <summary>Which calls count against the limits, and for which chat.</summary>
internal static class PacedMethods
{
    /// <summary>Whether a method puts messages into a chat.</summary>
    public static bool Counts(string methodName) =>
        methodName != "sendChatAction"
        && (methodName.StartsWith("send", StringComparison.Ordinal)
            || methodName.StartsWith("forward", StringComparison.Ordinal)
            || methodName.StartsWith("copy", StringComparison.Ordinal));

    /// <summary>The chat that a call's parameters name; null for none.</summary>
    public static string? ChatOf(ReadOnlySpan<byte> parameters)
    {
        var reader = new Utf8JsonReader(parameters, ModelJson.AnyDepth);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isChat = reader.ValueTextEquals("chat_id"u8);
            reader.Read();
            if (isChat)
                return TextOf(ref reader);
            reader.Skip();
        }

        return null;
    }

    private static string? TextOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
        JsonTokenType.String => reader.GetString(),
        _ => null,
    };
}
