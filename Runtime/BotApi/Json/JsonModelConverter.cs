using System.Text.Json;
using System.Text.Json.Serialization;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>
/// Lets <see cref="JsonSerializer"/> read and write the Bot API's model with the model's own code, without reflection.
/// </summary>
/// <typeparam name="T">A type of the model.</typeparam>
public sealed class JsonModelConverter<T> : JsonConverter<T>
    where T : IJsonModel<T>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">A value is of the wrong shape; the message and <see cref="JsonException.Path"/>
    /// name it.</exception>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ModelJson.Read<T>(ref reader, "$");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        value.Write(writer);
    }
}
