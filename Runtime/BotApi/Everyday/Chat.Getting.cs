namespace Telegram.Webhooks.Runtime.Types;

public sealed partial class Chat
{
    /// <summary>The title; in a private chat the other one's full name.</summary>
    public string FullName => Title ?? (string.IsNullOrEmpty(LastName) ? FirstName ?? "" : $"{FirstName} {LastName}");

    /// <summary>Type and id: no title and no name, so it is safe to log.</summary>
    public override string ToString() => $"{(Type.Value.Length == 0 ? "" : Type.Value + " ")}chat {Id}";
}
