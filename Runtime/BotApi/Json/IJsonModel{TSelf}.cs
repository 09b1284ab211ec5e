using System.Text.Json;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>A value of the Bot API that reads itself from JSON.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <remarks>The model implements it; a program has no need to.</remarks>
public interface IJsonModel<TSelf> : IJsonModel
    where TSelf : IJsonModel<TSelf>
{
    /// <summary>Reads one value. The reader stands on its first token and is left on its last.</summary>
    /// <exception cref="JsonException">The JSON is malformed, or a value in it is of the wrong shape.</exception>
    static abstract TSelf Read(ref Utf8JsonReader reader);
}
