using System.Diagnostics.CodeAnalysis;

namespace Telegram.Webhooks.Runtime.Types;

[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructors are the named alternates.")]
public abstract partial class ReactionType
{
    /// <summary>A reaction with an emoji.</summary>
    public static implicit operator ReactionType(string emoji) => new ReactionTypeEmoji(emoji);
}
