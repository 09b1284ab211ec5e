using System.Diagnostics.CodeAnalysis;
using System.Text;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Builds a text with its formatting by chained calls; nothing needs escaping, and positions are counted as Telegram
/// counts them.
/// </summary>
/// <remarks>
/// <c>new FormattedTextBuilder().Bold("Total: ").Code("42").Build()</c>; formats nest: <c>.Bold(b => b.Text("very
/// ").Italic("very"))</c>. An empty piece leaves no trace. Not thread-safe. Source:
/// https://core.telegram.org/bots/api#messageentity
/// </remarks>
[SuppressMessage("ApiDesign", "RS0026:Do not add multiple overloads with optional parameters", Justification = "The overloads differ in a required parameter.")]
public sealed class FormattedTextBuilder
{
    private readonly StringBuilder _text = new();
    private readonly List<MessageEntity> _entities = [];

    /// <summary>Plain words.</summary>
    public FormattedTextBuilder Text(string? text)
    {
        _text.Append(text);
        return this;
    }

    /// <summary>Plain words and the end of the line.</summary>
    public FormattedTextBuilder Line(string? text = null)
    {
        _text.Append(text).Append('\n');
        return this;
    }

    /// <summary>A text with its formatting, such as that of a message that came.</summary>
    public FormattedTextBuilder Text(FormattedText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var offset = _text.Length;
        _text.Append(text.Text);
        // What lies beyond every text stays there.
        _entities.AddRange(text.Entities.Select(
            entity => entity.At((int)Math.Min((long)entity.Offset + offset, int.MaxValue), entity.Length)));
        return this;
    }

    /// <summary>Bold.</summary>
    public FormattedTextBuilder Bold(string text) => Bold(inner => inner.Text(text));

    /// <summary>Bold, with more formatting inside.</summary>
    public FormattedTextBuilder Bold(Action<FormattedTextBuilder> inner) => Add(MessageEntityType.Bold, inner);

    /// <summary>Italic.</summary>
    public FormattedTextBuilder Italic(string text) => Italic(inner => inner.Text(text));

    /// <summary>Italic, with more formatting inside.</summary>
    public FormattedTextBuilder Italic(Action<FormattedTextBuilder> inner) => Add(MessageEntityType.Italic, inner);

    /// <summary>Underlined.</summary>
    public FormattedTextBuilder Underline(string text) => Underline(inner => inner.Text(text));

    /// <summary>Underlined, with more formatting inside.</summary>
    public FormattedTextBuilder Underline(Action<FormattedTextBuilder> inner) =>
        Add(MessageEntityType.Underline, inner);

    /// <summary>Struck through.</summary>
    public FormattedTextBuilder Strikethrough(string text) => Strikethrough(inner => inner.Text(text));

    /// <summary>Struck through, with more formatting inside.</summary>
    public FormattedTextBuilder Strikethrough(Action<FormattedTextBuilder> inner) =>
        Add(MessageEntityType.Strikethrough, inner);

    /// <summary>Hidden until somebody touches it.</summary>
    public FormattedTextBuilder Spoiler(string text) => Spoiler(inner => inner.Text(text));

    /// <summary>Hidden until somebody touches it, with more formatting inside.</summary>
    public FormattedTextBuilder Spoiler(Action<FormattedTextBuilder> inner) => Add(MessageEntityType.Spoiler, inner);

    /// <summary>A quotation.</summary>
    /// <param name="text">What is quoted.</param>
    /// <param name="expandable">Whether all but its beginning is folded away until somebody touches it.</param>
    public FormattedTextBuilder Quote(string text, bool expandable = false) =>
        Quote(inner => inner.Text(text), expandable);

    /// <summary>A quotation with more formatting inside; not another quotation.</summary>
    /// <param name="inner">Adds what is quoted.</param>
    /// <param name="expandable">Whether all but its beginning is folded away until somebody touches it.</param>
    public FormattedTextBuilder Quote(Action<FormattedTextBuilder> inner, bool expandable = false) =>
        Add(expandable ? MessageEntityType.ExpandableBlockquote : MessageEntityType.Blockquote, inner);

    /// <summary>A few letters of code, in the line.</summary>
    public FormattedTextBuilder Code(string text) => Add(MessageEntityType.Code, inner => inner.Text(text));

    /// <summary>A block of code.</summary>
    /// <param name="text">The code.</param>
    /// <param name="language">Its programming language, for colours; null for none.</param>
    public FormattedTextBuilder Pre(string text, string? language = null) => Add(
        text, (offset, length) => new MessageEntity(MessageEntityType.Pre, offset, length) { Language = language });

    /// <summary>Words that are a link.</summary>
    public FormattedTextBuilder Link(string text, Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return Link(text, url.OriginalString);
    }

    /// <summary>Words that are a link.</summary>
    public FormattedTextBuilder Link(string text, string url)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(url);
        return Add(text, (offset, length) => new MessageEntity(MessageEntityType.TextLink, offset, length) { Url = url });
    }

    /// <summary>A user's name that leads to them, whether they have a username or not.</summary>
    /// <param name="user">Who.</param>
    /// <param name="text">What to call them; null for their full name.</param>
    public FormattedTextBuilder Mention(User user, string? text = null)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Add(text ?? user.FullName, (offset, length) => new MessageEntity(MessageEntityType.TextMention, offset, length) { User = user });
    }

    /// <summary>A custom emoji.</summary>
    /// <param name="emoji">The ordinary emoji that stands for it where it cannot be shown.</param>
    /// <param name="customEmojiId">Its id, as <c>getCustomEmojiStickers</c> takes it.</param>
    public FormattedTextBuilder CustomEmoji(string emoji, string customEmojiId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(customEmojiId);
        return Add(emoji, (offset, length) => new MessageEntity(MessageEntityType.CustomEmoji, offset, length) { CustomEmojiId = customEmojiId });
    }

    /// <summary>A moment, shown in each reader's own time zone.</summary>
    /// <param name="text">What stands there where it cannot be shown so.</param>
    /// <param name="moment">When; whole seconds count.</param>
    /// <param name="format">How, by Telegram's letters; null for its own way.</param>
    public FormattedTextBuilder DateTime(string text, DateTimeOffset moment, string? format = null) => Add(
        text, (offset, length) => new MessageEntity(MessageEntityType.DateTime, offset, length) { UnixTime = moment, DateTimeFormat = format });

    /// <summary>The text so far; the builder can go on.</summary>
    public FormattedText Build() => new(_text.ToString(), [.. _entities]);

    /// <summary>The text so far.</summary>
    public static implicit operator FormattedText(FormattedTextBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Build();
    }

    /// <summary>The text so far; what the conversion does, by a name.</summary>
    public FormattedText ToFormattedText() => Build();

    /// <summary>The words so far, without their formatting.</summary>
    public override string ToString() => _text.ToString();

    private FormattedTextBuilder Add(string text, Func<int, int, MessageEntity> entity)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > 0)
            _entities.Add(entity(_text.Length, text.Length));
        _text.Append(text);
        return this;
    }

    private FormattedTextBuilder Add(MessageEntityType type, Action<FormattedTextBuilder> inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        var (offset, index) = (_text.Length, _entities.Count);
        inner(this);
        if (_text.Length > offset)
            // Outer formatting first, as Telegram sends it.
            _entities.Insert(index, new MessageEntity(type, offset, _text.Length - offset));
        return this;
    }
}
