using System.Collections.Immutable;
using System.Globalization;
using System.Reflection.Metadata;

namespace Telegram.Webhooks.Runtime.Generator.Documentation;

/// <summary>
/// Writes types as the ids of documentation files do: <c>System.Collections.Generic.List{System.String}[]</c>.
/// </summary>
internal sealed class DocumentationTypeNames : ISignatureTypeProvider<string, object?>
{
    /// <summary>The name of a type that the assembly defines, such as <c>Name.Outer.List`1</c>.</summary>
    public static string Of(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = reader.GetString(type.Name);
        var outer = type.GetDeclaringType();
        return outer.IsNil ? Join(reader.GetString(type.Namespace), name) : Join(Of(reader, outer), name);
    }

    public string GetTypeFromDefinition(
        MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Of(reader, handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? Join(GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, rawTypeKind), name)
            : Join(reader.GetString(type.Namespace), name);
    }

    // Metadata lists the arguments of all levels in one; an id has them behind the level they belong to.
    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments)
    {
        var used = 0;
        var levels = genericType.Split('.').Select(level =>
        {
            var mark = level.IndexOf('`', StringComparison.Ordinal);
            if (mark < 0)
                return level;
            var count = int.Parse(level.AsSpan(mark + 1), CultureInfo.InvariantCulture);
            var arguments = typeArguments.Skip(used).Take(count);
            used += count;
            return $"{level[..mark]}{{{string.Join(',', arguments)}}}";
        });
        return string.Join('.', levels);
    }

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "System." + typeCode;

    public string GetGenericTypeParameter(object? genericContext, int index) => $"`{index}";

    public string GetGenericMethodParameter(object? genericContext, int index) => $"``{index}";

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{string.Join(',', Enumerable.Repeat("0:", shape.Rank))}]";

    public string GetByReferenceType(string elementType) => elementType + "@";

    public string GetPointerType(string elementType) => elementType + "*";

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetPinnedType(string elementType) => elementType;

    public string GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetFunctionPointerType(MethodSignature<string> signature) =>
        $"=FUNC:{signature.ReturnType}({string.Join(',', signature.ParameterTypes)})";

    private static string Join(string scope, string name) => scope.Length == 0 ? name : $"{scope}.{name}";
}
