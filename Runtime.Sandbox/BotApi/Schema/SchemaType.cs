namespace Telegram.Webhooks.Runtime.Sandbox.BotApi.Schema;

/// <summary>A type of the Bot API: its fields, or the types it is one of.</summary>
internal sealed record SchemaType(
    string Name, IReadOnlyList<SchemaField> Fields, IReadOnlyList<string> OneOf, string? Discriminator);
