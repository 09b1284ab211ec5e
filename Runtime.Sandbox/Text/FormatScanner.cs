using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
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
        else if (target.StartsWith("tg://user?id=", StringComparison.Ordinal) && long.TryParse(target["tg://user?id=".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var user))
            CloseMention(start, user);
        else if (target.StartsWith("tg://time?", StringComparison.Ordinal))
            CloseTime(start, Parameter(target, "unix"), Parameter(target, "format"));
        else
            Close("text_link", start, "url", target.Contains("://", StringComparison.Ordinal) ? target : "http://" + target + "/");
    }

    /// <summary>Whom it mentions is looked up when the message is sent.</summary>
    private void CloseMention(int start, long user)
    {
        if (Output.Length <= start) return;
        var entity = FormattedText.Entity("text_mention", start, Output.Length);
        entity["user"] = new JsonObject { ["id"] = user };
        Entities.Add(entity);
    }

    /// <summary>A date that each reader sees in the own time zone. Without a time it is plain text.</summary>
    protected void CloseTime(int start, string unix, string format)
    {
        if (Output.Length <= start || !long.TryParse(unix, NumberStyles.None, CultureInfo.InvariantCulture, out var time) || time == 0)
            return;
        var entity = FormattedText.Entity("date_time", start, Output.Length);
        entity["unix_time"] = time;
        if (format.Length > 0) entity["date_time_format"] = format;
        Entities.Add(entity);
    }

    private static string Parameter(string target, string name) =>
        QueryHelpers.ParseQuery(target[target.IndexOf('?', StringComparison.Ordinal)..])[name].ToString();

    protected static ApiError Error(string text) => ApiError.BadRequest("can't parse entities: " + text);

    /// <summary>Positions in error texts count bytes of UTF-8.</summary>
    protected int ByteOffset(int position) => Encoding.UTF8.GetByteCount(Source.AsSpan(0, position));
}
