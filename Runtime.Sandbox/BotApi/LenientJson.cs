using System.Text;
using System.Text.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.BotApi;

/// <summary>Reads a JSON body into arguments. Broken JSON is no error: what came before the break counts.</summary>
internal static class LenientJson
{
    public static void Read(ReadOnlySpan<byte> body, CallParameters into)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                if (!reader.Read()) return;
                into.Add(name, ReadValue(body, ref reader));
            }
        }
        catch (JsonException)
        {
            // The rest of the body is lost, and the real server does not say so either.
            return;
        }
    }

    private static string ReadValue(ReadOnlySpan<byte> body, ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String) return reader.GetString()!;
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return Encoding.UTF8.GetString(body[start..(int)reader.BytesConsumed]);
    }
}
