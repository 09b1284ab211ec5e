using System.Text.Json;
using System.Text.Json.Serialization;
using Telegram.Webhooks.Runtime.BotApi.Json;

namespace Telegram.Webhooks.Runtime.Types;

/// <summary>Rich text that is plain: a string on the wire.</summary>
/// <remarks>Source: https://core.telegram.org/bots/api#richtext</remarks>
[JsonConverter(typeof(JsonModelConverter<RichTextPlain>))]
public sealed class RichTextPlain : RichText, IJsonModel<RichTextPlain>
{
    /// <summary>Plain text.</summary>
    public RichTextPlain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
    }

    internal RichTextPlain(ref Utf8JsonReader reader) => Text = reader.ReadText();

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Empty: plain text has no type on the wire.</summary>
    public override string Type => "";

    static RichTextPlain IJsonModel<RichTextPlain>.Read(ref Utf8JsonReader reader) => new(ref reader);

    internal override void WriteJson(Utf8JsonWriter writer) => writer.WriteStringValue(Text);
}
