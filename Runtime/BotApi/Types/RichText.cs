namespace Telegram.Webhooks.Runtime.Types;

public abstract partial class RichText
{
    /// <summary>Plain text.</summary>
    public static implicit operator RichText(string text) => new RichTextPlain(text);

    /// <summary>Plain text.</summary>
    public static RichText FromString(string text) => new RichTextPlain(text);
}
