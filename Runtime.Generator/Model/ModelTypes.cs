namespace Telegram.Webhooks.Runtime.Generator.Model;

/// <summary>A type of the model that has a file of its own.</summary>
internal abstract record ModelType(string Name, string Href);

/// <summary>An object.</summary>
internal sealed record ClassType(string Name, string Href, IReadOnlyList<Field> Fields) : ModelType(Name, Href)
{
    /// <summary>The abstract class it derives from.</summary>
    public UnionType? Base { get; set; }

    /// <summary>The unions it belongs to besides.</summary>
    public List<UnionType> Interfaces { get; } = [];

    /// <summary>Fields held by the object itself; null when all are.</summary>
    public IReadOnlySet<string>? Always { get; init; }

    /// <summary>How its kind is told from the field that is set, if it has one.</summary>
    public Schema.KindRow? Kind { get; init; }

    /// <summary>Whether the compiler asks for no members though programs send it.</summary>
    public bool IsLenient { get; init; }

    /// <summary>Whether hand-written members add to its list, so that it may start out empty.</summary>
    public bool IsBuilt { get; init; }

    /// <summary>What its constructor takes where that is not the rule.</summary>
    public IReadOnlyList<string>? Taken { get; init; }

    /// <summary>Whether its required members are the compiler's business.</summary>
    public bool AsksForRequired => IsSent && !IsLenient && !IsBuilt;

    /// <summary>Whether programs build it for a request, so that the compiler asks for required members.</summary>
    public bool IsSent { get; set; }

    /// <summary>Whether a file to upload can stand in it, at any depth.</summary>
    public bool CarriesFiles { get; set; }

    /// <summary>Fields that the base does not already declare.</summary>
    public IEnumerable<Field> OwnFields => Fields.Where(own => Base?.Common.Any(own.SameAs) != true);
}

/// <summary>A union: one of several classes.</summary>
internal sealed record UnionType(string Name, string Href, IReadOnlyList<ClassType> Members) : ModelType(Name, Href)
{
    /// <summary>The field whose text tells the members apart.</summary>
    public string? Discriminator { get; init; }

    /// <summary>A field that only this member has, by member.</summary>
    public IReadOnlyDictionary<string, string> Has { get; init; } = new Dictionary<string, string>();

    public Schema.ZeroRow? Zero { get; init; }

    /// <summary>The member it is when nothing tells; without one, the unknown member.</summary>
    public string? Otherwise { get; init; }

    /// <summary>The hand-written member that is a plain string.</summary>
    public string? TextMember { get; init; }

    /// <summary>The hand-written member that is an array.</summary>
    public string? ArrayMember { get; init; }

    public bool IsInterface { get; init; }

    public bool CarriesFiles { get; set; }

    public bool IsSent { get; set; }

    public string Unknown => "Unknown" + (IsInterface ? Name[1..] : Name);

    /// <summary>Fields that all members share, so that the base has them.</summary>
    public IReadOnlyList<Field> Common { get; set; } = [];
}

/// <summary>A string with well-known values.</summary>
internal sealed record StringType(
    string Name, string Href, IReadOnlyList<StringMember> Members) : ModelType(Name, Href);

/// <summary>A well-known value and the member that names it.</summary>
internal sealed record StringMember(string Value, string Name);

/// <summary>A method's request.</summary>
internal sealed record RequestType(
    string Name, string Href, string Method, string Namespace, Shape Result, IReadOnlyList<Field> Fields)
{
    /// <summary>Whether the constructor takes the optional parameters too, in their order.</summary>
    public bool Positional { get; init; }

    /// <summary>What a parameter's value is passed through, by parameter.</summary>
    public IReadOnlyDictionary<string, string> Via { get; init; } = new Dictionary<string, string>();
}
