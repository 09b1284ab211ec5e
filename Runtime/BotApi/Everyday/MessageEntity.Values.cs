namespace Telegram.Webhooks.Runtime.Types;

public sealed partial class MessageEntity
{
    /// <summary>The words that it formats.</summary>
    /// <param name="text">The text to which it belongs.</param>
    /// <returns>The part of the text; empty when it lies outside of it.</returns>
    public string ValueIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var start = Math.Clamp(Offset, 0, text.Length);
        var end = (int)Math.Clamp((long)Offset + Length, start, text.Length);
        return text[start..end];
    }

    /// <summary>The same formatting elsewhere.</summary>
    internal MessageEntity At(int offset, int length) => new(Type, offset, length)
    {
        Url = Url,
        User = User,
        Language = Language,
        CustomEmojiId = CustomEmojiId,
        UnixTime = UnixTime,
        DateTimeFormat = DateTimeFormat,
    };
}
