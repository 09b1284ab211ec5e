using System.Diagnostics.CodeAnalysis;

namespace Telegram.Webhooks.Runtime.Types;

[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructors are the named alternates.")]
public sealed partial class BotCommand
{
    /// <summary>A command and what it says in the menu.</summary>
    public static implicit operator BotCommand((string Command, string Description) pair) =>
        new(pair.Command, pair.Description);
}
