namespace Telegram.Webhooks.Runtime.Types;

public abstract partial class ChatMember
{
    /// <summary>Owner or administrator.</summary>
    public bool IsAdmin => this is ChatMemberOwner or ChatMemberAdministrator;

    /// <summary>Whether they are in the chat: not left, not banned, and of the restricted only those who are.</summary>
    public bool IsInChat =>
        this is ChatMemberOwner or ChatMemberAdministrator or ChatMemberMember or ChatMemberRestricted { IsMember: true };
}
