using System.Text.Json;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>Reads one value. The reader stands on its first token and is left on its last.</summary>
internal delegate T JsonRead<out T>(ref Utf8JsonReader reader);
