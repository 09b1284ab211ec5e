using System.Text.Json;
using Telegram.Webhooks.Runtime.BotApi.Json;

namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>Finds the secrets among a call's parameters, for an answer that repeats what it was asked.</summary>
internal static class RequestSecrets
{
    /// <summary>The values of the secret parameters of a call, however it was made.</summary>
    public static IReadOnlyList<string> In(ReadOnlySpan<byte> parameters)
    {
        var secrets = new List<string>();
        var reader = new Utf8JsonReader(parameters, ModelJson.AnyDepth);
        while (reader.Read())
        {
            // At any depth: an invoice in an inline answer has its provider's token inside.
            var isSecret = reader.TokenType == JsonTokenType.PropertyName
                && (reader.ValueTextEquals("secret_token"u8) || reader.ValueTextEquals("provider_token"u8));
            if (isSecret && reader.Read() && reader.TokenType == JsonTokenType.String)
                secrets.Add(reader.GetString()!);
        }

        return secrets;
    }
}
