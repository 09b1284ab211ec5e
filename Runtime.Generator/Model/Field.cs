using Telegram.Webhooks.Runtime.Generator.Schema;

namespace Telegram.Webhooks.Runtime.Generator.Model;

/// <summary>A field of a class or a parameter of a request, ready to be written as code.</summary>
internal sealed record Field(ApiField Api, string Member, string Parameter, Shape Shape)
{
    public string Wire => Api.Name;

    public bool Required => Api.Required;

    /// <summary>The text that tells this union member apart; such a field has no other value.</summary>
    public string? Const { get; init; }

    /// <summary>Whether the value is fixed, so that nothing is read.</summary>
    public bool IsFixed => Const is not null || (Required && Shape.Kind == ShapeKind.True);

    /// <summary>Whether null is a value of the member: it is optional and not a flag.</summary>
    public bool IsNullable => !Required && Shape.Kind != ShapeKind.True;

    public string MemberType => IsNullable ? Shape.Name + "?" : Shape.Name;

    /// <summary>
    /// Whether the member keeps its value in a field of its own, so that a missing one is told from an empty one.
    /// </summary>
    public bool HasBackingField => Required && Shape.NeedsStandIn;

    public string BackingField => "_" + Parameter.TrimStart('@');

    /// <summary>Two fields that one member of a common base can stand for.</summary>
    public bool SameAs(Field other) =>
        Wire == other.Wire && Member == other.Member && Shape == other.Shape && Required == other.Required
        && Const is null && other.Const is null;
}
