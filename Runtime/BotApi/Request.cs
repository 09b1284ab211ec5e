using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.BotApi.Json;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Requests;

/// <summary>A call of one Bot API method, whatever it results in: its name and its parameters.</summary>
/// <remarks>
/// Every method of the Bot API has a generated class. Source: https://core.telegram.org/bots/api#making-requests
/// </remarks>
public abstract class Request
{
    private protected Request()
    {
    }

    /// <summary>The method's name as it stands in the URL, such as <c>sendMessage</c>.</summary>
    public abstract string MethodName { get; }

    /// <summary>
    /// The parameters that are set, as they are sent; a file to upload stands in them as <c>attach://name</c>.
    /// </summary>
    public JsonObject ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            WriteTo(writer);
        return (JsonObject)JsonNode.Parse(buffer.WrittenSpan, nodeOptions: null, ModelJson.DocumentOptions)!;
    }

    /// <summary>
    /// Calls the method through <paramref name="bot"/>, for a caller that does not know the type of its result.
    /// </summary>
    internal abstract Task ExecuteThrough(ITelegramBot bot, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the parameters that are set as one JSON object; an uploaded file stands in it as <c>attach://name</c>.
    /// </summary>
    internal abstract void WriteTo(Utf8JsonWriter writer);

    /// <summary>
    /// Adds every file with content that the parameters hold, at any depth. Requests that can hold none add none.
    /// </summary>
    internal virtual void CollectUploads(ICollection<InputFile> uploads)
    {
    }
}
