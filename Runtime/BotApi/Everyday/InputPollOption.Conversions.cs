using System.Diagnostics.CodeAnalysis;

namespace Telegram.Webhooks.Runtime.Types;

[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructors are the named alternates.")]
public sealed partial class InputPollOption
{
    /// <summary>An answer to choose, as plain text.</summary>
    public static implicit operator InputPollOption(string text) => new(text);
}
