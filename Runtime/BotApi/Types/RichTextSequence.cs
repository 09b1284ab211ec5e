using System.Text.Json;
using System.Text.Json.Serialization;
using Telegram.Webhooks.Runtime.BotApi.Json;

namespace Telegram.Webhooks.Runtime.Types;

/// <summary>Rich text made of several, one after another: an array on the wire.</summary>
/// <remarks>Source: https://core.telegram.org/bots/api#richtext</remarks>
[JsonConverter(typeof(JsonModelConverter<RichTextSequence>))]
public sealed class RichTextSequence : RichText, IJsonModel<RichTextSequence>
{
    /// <summary>Several rich texts, one after another.</summary>
    public RichTextSequence(params IReadOnlyList<RichText> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Parts = parts;
    }

    internal RichTextSequence(ref Utf8JsonReader reader) => Parts = reader.ReadList<RichText>();

    /// <summary>The parts in their order.</summary>
    public IReadOnlyList<RichText> Parts { get; }

    /// <summary>Empty: a sequence has no type on the wire.</summary>
    public override string Type => "";

    static RichTextSequence IJsonModel<RichTextSequence>.Read(ref Utf8JsonReader reader) => new(ref reader);

    internal override void WriteJson(Utf8JsonWriter writer) => JsonWriting.WriteItems(writer, Parts);
}
