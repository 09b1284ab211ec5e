using System.Diagnostics.CodeAnalysis;

namespace Telegram.Webhooks.Runtime.Types;

[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructors are the named alternates.")]
public abstract partial class InputMessageContent
{
    /// <summary>Plain text.</summary>
    public static implicit operator InputMessageContent(string text) => new InputTextMessageContent(text);
}
