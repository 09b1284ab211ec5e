using System.Text.Json;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>A value of the Bot API that writes itself as JSON.</summary>
/// <remarks>The model implements it; a program has no need to.</remarks>
public interface IJsonModel
{
    /// <summary>Writes this value as one JSON value.</summary>
    void Write(Utf8JsonWriter writer);
}
