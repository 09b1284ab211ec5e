using Telegram.Webhooks.Runtime.Generator.Model;

namespace Telegram.Webhooks.Runtime.Generator.Emit;

/// <summary>What a constructor refuses.</summary>
internal static class Guards
{
    /// <summary>The statements that refuse a required value which is none.</summary>
    public static IEnumerable<string> Of(Field field) => field switch
    {
        { Required: true, Shape.IsReference: true } => [$"ArgumentNullException.ThrowIfNull({field.Parameter});"],
        { Required: true, Shape.Kind: ShapeKind.ChatId } => [$"{field.Parameter}.ThrowIfNone(nameof({field.Parameter}));"],
        _ => [],
    };
}
