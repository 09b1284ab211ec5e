using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// A text with its formatting as entities, as Telegram sends and takes it: nothing in it needs escaping.
/// </summary>
/// <remarks>
/// Immutable. <see cref="FormattedTextBuilder"/> makes one in code, <see cref="Message.FormattedText"/> is that of a
/// message that came. Source: https://core.telegram.org/bots/api#messageentity
/// </remarks>
public sealed class FormattedText
{
    /// <summary>The longest text of a message, in UTF-16 units.</summary>
    public const int MaxMessageLength = 4096;

    /// <summary>The longest caption, in UTF-16 units.</summary>
    public const int MaxCaptionLength = 1024;

    /// <summary>A text and its entities.</summary>
    /// <param name="text">The words.</param>
    /// <param name="entities">Their formatting; positions count UTF-16 units, as <see cref="string.Length"/> does. Null
    /// for none.</param>
    public FormattedText(string text, IReadOnlyList<MessageEntity>? entities = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        Entities = entities ?? [];
    }

    /// <summary>The words.</summary>
    public string Text { get; }

    /// <summary>Their formatting; empty for plain text.</summary>
    public IReadOnlyList<MessageEntity> Entities { get; }

    /// <summary>
    /// Cuts a text that is too long for one message into parts that are not: at the end of a paragraph, line or word if
    /// there is one, never inside a character, and never inside formatting that fits into one part. Formatting that is
    /// longer goes on in the next part.
    /// </summary>
    /// <param name="maxLength">The longest part, in UTF-16 units; at least 64, by default what one message may
    /// have.</param>
    /// <returns>The parts in order; none for a text of white space alone, which Telegram does not send.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxLength"/> is below 64.</exception>
    public IReadOnlyList<FormattedText> Split(int maxLength = MaxMessageLength) =>
        FormattedTextSplitter.Split(this, maxLength);

    /// <summary>The words, without their formatting.</summary>
    public override string ToString() => Text;
}
