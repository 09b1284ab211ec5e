using System.Text.Json;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.BotApi.Json;

namespace Telegram.Webhooks.Runtime.Requests;

/// <summary>
/// A call of a method by its name, with parameters and result as plain JSON: for methods that this version does not
/// know.
/// </summary>
public sealed class JsonRequest : Request<JsonNode?>
{
    /// <summary>A call; nothing is sent yet.</summary>
    /// <param name="methodName">The method's name, such as <c>sendMessage</c>: ASCII letters, digits and
    /// underscores.</param>
    /// <param name="arguments">The parameters, a JSON object as it is sent; null for none. Files cannot be uploaded
    /// this way.</param>
    /// <exception cref="ArgumentException">The name is none, or the arguments are no object.</exception>
    public JsonRequest(string methodName, JsonNode? arguments = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(methodName);
        if (!methodName.All(character => char.IsAsciiLetterOrDigit(character) || character == '_'))
            throw new ArgumentException(
                "A method's name has only letters, digits and underscores, such as sendMessage.", nameof(methodName));
        if (arguments is not (null or JsonObject))
            throw new ArgumentException("The arguments of a call are one JSON object.", nameof(arguments));
        MethodName = methodName;
        Arguments = arguments as JsonObject;
    }

    /// <inheritdoc/>
    public override string MethodName { get; }

    /// <summary>The parameters; null for none.</summary>
    public JsonObject? Arguments { get; }

    internal override void WriteTo(Utf8JsonWriter writer)
    {
        if (Arguments is not null)
        {
            Arguments.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        writer.WriteEndObject();
    }

    internal override JsonNode? ReadResult(ref Utf8JsonReader reader) =>
        ModelJson.Read(ref reader, "$.result", static (ref reader) => JsonNode.Parse(ref reader));
}
