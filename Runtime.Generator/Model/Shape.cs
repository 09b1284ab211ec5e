namespace Telegram.Webhooks.Runtime.Generator.Model;

/// <summary>What a value is on the wire and in C#.</summary>
internal enum ShapeKind
{
    Text,
    Int,
    Long,
    Double,
    Bool,
    True,
    Time,
    ChatId,
    File,
    StringStruct,
    Class,
    Union,
    Interface,
    List,
}

/// <summary>The shape of a field, a parameter or a result.</summary>
internal sealed record Shape(ShapeKind Kind, string Name, Shape? Item = null)
{
    public static readonly Shape Text = new(ShapeKind.Text, "string");
    public static readonly Shape Int = new(ShapeKind.Int, "int");
    public static readonly Shape Long = new(ShapeKind.Long, "long");
    public static readonly Shape Double = new(ShapeKind.Double, "double");
    public static readonly Shape Bool = new(ShapeKind.Bool, "bool");
    public static readonly Shape True = new(ShapeKind.True, "bool");
    public static readonly Shape Time = new(ShapeKind.Time, "DateTimeOffset");
    public static readonly Shape ChatId = new(ShapeKind.ChatId, "ChatId");
    public static readonly Shape File = new(ShapeKind.File, "InputFile");

    public static Shape ListOf(Shape item) => new(ShapeKind.List, $"IReadOnlyList<{item.Name}>", item);

    /// <summary>Whether it reads and writes itself through the model's interface.</summary>
    public bool IsModel =>
        Kind is ShapeKind.ChatId or ShapeKind.File or ShapeKind.StringStruct or ShapeKind.Class or ShapeKind.Union or ShapeKind.Interface;

    public bool IsReference =>
        Kind is ShapeKind.Text or ShapeKind.File or ShapeKind.Class or ShapeKind.Union or ShapeKind.Interface or ShapeKind.List;

    /// <summary>
    /// An object that needs a stand-in when Telegram leaves it out: unlike "" and [] there is no empty one at hand.
    /// </summary>
    public bool NeedsStandIn => Kind is ShapeKind.File or ShapeKind.Class or ShapeKind.Union or ShapeKind.Interface;

    /// <summary>The innermost shape of nested lists.</summary>
    public Shape Innermost => Item?.Innermost ?? this;
}
