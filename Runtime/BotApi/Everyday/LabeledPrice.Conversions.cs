using System.Diagnostics.CodeAnalysis;

namespace Telegram.Webhooks.Runtime.Types;

[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructors are the named alternates.")]
public sealed partial class LabeledPrice
{
    /// <summary>A part of a price, in the smallest unit of the currency.</summary>
    public static implicit operator LabeledPrice((string Label, long Amount) pair) => new(pair.Label, pair.Amount);
}
