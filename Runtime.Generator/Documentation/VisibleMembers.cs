using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;

namespace Telegram.Webhooks.Runtime.Generator.Documentation;

/// <summary>
/// The members of an assembly that other assemblies can use or override, by the ids that documentation files give them.
/// </summary>
internal sealed class VisibleMembers(MetadataReader metadata)
{
    private readonly DocumentationTypeNames _names = new();

    /// <summary>The ids, such as <c>M:System.String.Concat(System.String,System.String)</c>.</summary>
    public HashSet<string> Ids()
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            if (IsVisible(type))
                Add(type, DocumentationTypeNames.Of(metadata, handle), ids);
        }

        return ids;
    }

    private void Add(TypeDefinition type, string name, HashSet<string> ids)
    {
        ids.Add("T:" + name);
        foreach (var field in type.GetFields().Select(metadata.GetFieldDefinition).Where(field => IsVisible((MethodAttributes)field.Attributes)))
            ids.Add($"F:{name}.{IdName(field.Name)}");
        foreach (var method in type.GetMethods().Select(metadata.GetMethodDefinition).Where(method => IsVisible(method.Attributes)))
            ids.Add($"M:{name}.{MethodId(method)}");
        foreach (var property in type.GetProperties().Select(metadata.GetPropertyDefinition).Where(IsVisible))
            ids.Add($"P:{name}.{IdName(property.Name)}{Parameters(property.DecodeSignature(_names, null).ParameterTypes)}");
        foreach (var declared in type.GetEvents().Select(metadata.GetEventDefinition).Where(declared => IsVisible(declared.GetAccessors().Adder)))
            ids.Add($"E:{name}.{IdName(declared.Name)}");
    }

    private string MethodId(MethodDefinition method)
    {
        var signature = method.DecodeSignature(_names, null);
        var name = IdName(method.Name);
        var arity = signature.GenericParameterCount > 0 ? $"``{signature.GenericParameterCount}" : "";
        // Conversions differ in what they give, too.
        var result = name is "op_Implicit" or "op_Explicit" ? "~" + signature.ReturnType : "";
        return name + arity + Parameters(signature.ParameterTypes) + result;
    }

    private static string Parameters(ImmutableArray<string> types) =>
        types.Length > 0 ? $"({string.Join(',', types)})" : "";

    // Points within a name, as in .ctor and in explicit implementations, would look as if they ended it.
    private string IdName(StringHandle name) =>
        metadata.GetString(name).Replace('.', '#').Replace('<', '{').Replace('>', '}');

    private bool IsVisible(TypeDefinition type)
    {
        var visibility = type.Attributes & TypeAttributes.VisibilityMask;
        if (visibility == TypeAttributes.Public)
            return true;
        return visibility is TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem
            && IsVisible(metadata.GetTypeDefinition(type.GetDeclaringType()));
    }

    private bool IsVisible(PropertyDefinition property)
    {
        var accessors = property.GetAccessors();
        return IsVisible(accessors.Getter) || IsVisible(accessors.Setter);
    }

    private bool IsVisible(MethodDefinitionHandle method) =>
        !method.IsNil && IsVisible(metadata.GetMethodDefinition(method).Attributes);

    // Fields have the same bits.
    private static bool IsVisible(MethodAttributes attributes) =>
        (attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;
}
