using System.Text;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;

namespace Telegram.Webhooks.Runtime.Sandbox.Text;

/// <summary>What the three parse modes share: a position in the source, the text so far, the entities so far.</summary>
internal abstract class FormatScanner(string source)
{
    protected string Source { get; } = source;

    protected int Position { get; set; }

    protected StringBuilder Output { get; } = new();

    protected JsonArray Entities { get; } = [];

    protected bool AtEnd => Position >= Source.Length;

    protected char Current => Source[Position];

    public abstract FormattedText Parse();

    protected bool LooksAt(string text) => string.CompareOrdinal(Source, Position, text, 0, text.Length) == 0;

    /// <summary>Closes an entity at the end of the text so far. Empty ones vanish.</summary>
    protected void Close(string type, int start, string? member = null, string? value = null)
    {
        if (Output.Length <= start) return;
        var entity = FormattedText.Entity(type, start, Output.Length);
        if (member is not null) entity[member] = value;
        Entities.Add(entity);
    }

    /// <summary>A link with Telegram's own forms: a user mention, a custom emoji, else a link.</summary>
    protected void CloseLink(int start, string target)
    {
        if (target.StartsWith("tg://emoji?id=", StringComparison.Ordinal))
            Close("custom_emoji", start, "custom_emoji_id", target["tg://emoji?id=".Length..]);
        else
            Close("text_link", start, "url", target.Contains("://", StringComparison.Ordinal) ? target : "http://" + target + "/");
    }

    protected static ApiError Error(string text) => ApiError.BadRequest("can't parse entities: " + text);

    /// <summary>Positions in error texts count bytes of UTF-8.</summary>
    protected int ByteOffset(int position) => Encoding.UTF8.GetByteCount(Source.AsSpan(0, position));
}
