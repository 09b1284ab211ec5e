using System.Text.Json;
using System.Text.Json.Serialization;

namespace Telegram.Webhooks.Runtime.Generator.Schema;

/// <summary>The Bot API's facts as bot-api.json holds them.</summary>
internal sealed record ApiSchema(
    string Version,
    string Docs,
    Dictionary<string, ApiType> Types,
    Dictionary<string, ApiMethod> Methods)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = false,
    };

    /// <summary>When the version was released; not used, but a known member.</summary>
    public string? Released { get; init; }

    public static ApiSchema Load(string path) =>
        JsonSerializer.Deserialize<ApiSchema>(File.ReadAllBytes(path),
            Json) ?? throw new InvalidDataException($"{path} is empty");
}

/// <summary>A type: an object with fields, or a union of others.</summary>
internal sealed record ApiType(string Href, ApiField[]? Fields, string[]? OneOf, string? Discriminator);

/// <summary>A method: what it takes and what it results in.</summary>
internal sealed record ApiMethod(string Href, string Returns, ApiField[] Params);

/// <summary>A field of a type or a parameter of a method.</summary>
internal sealed record ApiField(
    string Name,
    string Type,
    bool Required,
    string? Const,
    JsonElement? Length,
    string[]? Values,
    bool UnixTime,
    bool Int64,
    bool Upload);
