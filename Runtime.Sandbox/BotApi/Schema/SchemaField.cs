namespace Telegram.Webhooks.Runtime.Sandbox.BotApi.Schema;

/// <summary>A field of a type or a parameter of a method.</summary>
internal sealed record SchemaField(
    string Name, string Type, bool Required, string? Const, IReadOnlyList<string> Values, int? MaxLength, bool InBytes);
