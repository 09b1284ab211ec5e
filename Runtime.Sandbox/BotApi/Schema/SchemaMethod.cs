namespace Telegram.Webhooks.Runtime.Sandbox.BotApi.Schema;

/// <summary>A method of the Bot API.</summary>
internal sealed record SchemaMethod(string Name, IReadOnlyList<SchemaField> Parameters, string Returns);
