using Telegram.Webhooks.Runtime.Generator.Schema;

namespace Telegram.Webhooks.Runtime.Generator.Model;

/// <summary>Resolves schema and overrides into what is to be written.</summary>
internal sealed class ModelBuilder(ApiSchema schema, Overrides overrides, ParameterOrder order)
{
    private const string RequestsNamespace = "Telegram.Webhooks.Runtime.Requests";

    private readonly Names _names = new(overrides);
    private readonly Dictionary<string, ClassType> _classes = [];
    private readonly List<UnionType> _unions = [];
    private ShapeReader _shapes = null!;

    public ApiModel Build()
    {
        _shapes = new ShapeReader(schema, overrides, _names);
        var handWritten = overrides.HandWritten.Select(row => row.Type).ToHashSet();
        foreach (var (name, type) in schema.Types)
            if (type.OneOf is null && !handWritten.Contains(name))
                _classes.Add(name, Class(name, type));
        foreach (var (name, type) in schema.Types)
            if (type.OneOf is not null)
                _unions.Add(Union(name, type.Href, type.OneOf, type.Discriminator));
        foreach (var row in overrides.Unions.Where(row => row.OneOf is not null))
            _unions.Add(Union(row.Name, row.Href!, row.OneOf!, row.Discriminator));

        var requests = schema.Methods.Select(method => Request(method.Key, method.Value)).ToList();
        var model = new ApiModel(schema.Version, schema.Docs, [.. _classes.Values], _unions,
            [.. overrides.Strings.Select(Strings)], requests);
        Reach.Mark(model);
        return model;
    }

    private ClassType Class(string name, ApiType type)
    {
        var discriminators = Discriminators(name);
        var fields = type.Fields!.Select(field => Field(name, field) with
        {
            Const = discriminators.Contains(field.Name) ? field.Const : null,
        });
        return new ClassType(_names.Type(name), type.Href, [.. fields])
        {
            Always = overrides.Parts.SingleOrDefault(row => row.Type == name)?.Always.ToHashSet(),
            Kind = overrides.Kinds.SingleOrDefault(row => row.Type == name),
            IsLenient = overrides.Lenient.Any(row => row.Types.Contains(name)),
            IsBuilt = overrides.Built.Any(row => row.Type == name),
            Taken = overrides.Constructors.SingleOrDefault(row => row.Type == name)?.Fields,
        };
    }

    /// <summary>The fields that tell a class apart in the unions it belongs to.</summary>
    private HashSet<string> Discriminators(string name)
    {
        var fromSchema = schema.Types.Values.Where(type => type.OneOf?.Contains(name) == true)
            .Select(type => type.Discriminator);
        var fromRows = overrides.Unions
            .Where(row => (row.OneOf ?? schema.Types.GetValueOrDefault(row.Name)?.OneOf)?.Contains(name) == true)
            .Select(row => row.Discriminator);
        return [.. fromSchema.Concat(fromRows).OfType<string>()];
    }

    private UnionType Union(string name, string href, string[] oneOf, string? discriminator)
    {
        var row = overrides.Unions.SingleOrDefault(row => row.Name == name);
        var members = oneOf.Select(member => _classes[member]).ToList();
        var union = new UnionType(_names.Type(name), href, members)
        {
            Discriminator = discriminator ?? row?.Discriminator,
            Has = row?.Has ?? [],
            Zero = row?.Zero,
            Otherwise = row?.Otherwise,
            TextMember = row?.Text,
            ArrayMember = row?.Array,
            IsInterface = row?.AsInterface == true,
        };
        foreach (var member in members)
            Join(member, union);
        if (!union.IsInterface)
            union.Common = [.. members[0].Fields.Where(field => members.All(member => member.Fields.Any(field.SameAs)))];
        return union;
    }

    private static void Join(ClassType member, UnionType union)
    {
        if (union.IsInterface)
            member.Interfaces.Add(union);
        else if (member.Base is null)
            member.Base = union;
        else
            throw new InvalidDataException($"{member.Name} belongs to {member.Base.Name} and {union.Name}; make one of them an interface in overrides.json");
    }

    private StringType Strings(StringRow row)
    {
        var fields = schema.Types.SelectMany(type => (type.Value.Fields ?? []).Select(field => (Key: $"{type.Key}.{field.Name}", field, type.Value.Href)))
            .Concat(schema.Methods.SelectMany(method => method.Value.Params.Select(field => (Key: $"{method.Key}.{field.Name}", field, method.Value.Href))))
            .Where(field => row.Fields.Contains(field.Key) || row.Fields.Any(pattern => pattern.StartsWith('*') && field.Key.EndsWith(pattern[1..], StringComparison.Ordinal)))
            .ToList();
        var values = row.NamesOf is { } type
            ? schema.Types[type].Fields!.Where(field => !field.Required && row.Except?.Contains(field.Name) != true).Select(field => field.Name)
            : fields.SelectMany(field => field.field.Values ?? []);
        var members = values.Concat(row.Values ?? []).Distinct()
            .Select(value => new StringMember(value, row.MemberNames?.GetValueOrDefault(value) ?? Names.Pascal(value)));
        var href = row.NamesOf is { } source
            ? schema.Types[source].Href
            : fields.First(field => field.field.Values is not null || row.Values is not null).Href;
        return new StringType(row.Name, href, [.. members]);
    }

    private RequestType Request(string method, ApiMethod api)
    {
        var row = overrides.Requests.SingleOrDefault(row => row.Method == method);
        var fields = order.Sort(method, api.Params.Select(field => Field(method, field)));
        return new RequestType(Names.Pascal(method), api.Href, method, row?.Namespace ?? RequestsNamespace, _shapes.OfResult(api.Returns), [.. fields])
        {
            Positional = row?.Positional == true,
            Via = row?.Via ?? [],
        };
    }

    private Field Field(string owner, ApiField field) =>
        new(field, _names.Member(owner, field.Name), Names.Parameter(field.Name), _shapes.Of(owner, field));
}
