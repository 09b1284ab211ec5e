namespace Telegram.Webhooks.Runtime.Generator.Model;

/// <summary>Everything that is to be written.</summary>
internal sealed record ApiModel(
    string Version,
    string Docs,
    IReadOnlyList<ClassType> Classes,
    IReadOnlyList<UnionType> Unions,
    IReadOnlyList<StringType> Strings,
    IReadOnlyList<RequestType> Requests)
{
    public ClassType? Class(Shape shape) => Classes.SingleOrDefault(type => type.Name == shape.Name);

    public UnionType? Union(Shape shape) => Unions.SingleOrDefault(type => type.Name == shape.Name);
}
