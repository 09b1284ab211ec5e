using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

internal sealed class MemberTests : MethodTest
{
    private SandboxChat _lab = null!;
    private SandboxUser _bob = null!;

    [SetUp]
    public async Task Found()
    {
        _bob = Telegram.User("Bob");
        _lab = Telegram.Supergroup("Lab", Ada, _bob);
        await _lab.PromotesBot();
        await News();
    }

    [Test]
    public async Task Members_are_listed_by_what_they_are()
    {
        Assert.That(await Api.GetChatMember(_lab.Id, Ada.Id), Is.InstanceOf<ChatMemberOwner>());
        Assert.That(await Api.GetChatMember(_lab.Id, _bob.Id), Is.InstanceOf<ChatMemberMember>());
        Assert.That(((ChatMemberAdministrator)await Api.GetChatMember(_lab.Id, Telegram.BotId)).CanRestrictMembers,
            Is.True);
        Assert.That(await Api.GetChatMember(_lab.Id, Telegram.User("Cleo").Id), Is.InstanceOf<ChatMemberLeft>());
        Assert.That((await Api.GetChatAdministrators(_lab.Id)).Select(member => member.User.Id), Is.EquivalentTo(new[] { Ada.Id, Telegram.BotId }));
        Assert.That(await Api.GetChatMemberCount(_lab.Id), Is.EqualTo(3));
        await Refused(400, "Bad Request: user not found", () => Api.GetChatMember(_lab.Id, 99));
        await Refused(400, "Bad Request: there are no administrators in the private chat",
            () => Api.GetChatAdministrators(Ada.Id));
    }

    [Test]
    public async Task A_ban_throws_out_is_told_and_is_lifted()
    {
        Assert.That(await Api.BanChatMember(_lab.Id, _bob.Id), Is.True);
        var change = await News(update => update.ChatMember);
        Assert.That((change.OldChatMember is ChatMemberMember, change.NewChatMember is ChatMemberBanned, change.From.Id), Is.EqualTo((true, true, Telegram.BotId)));
        await Assert.ThatAsync(() => _bob.In(_lab).Says("hey"), Throws.InvalidOperationException);
        await Api.UnbanChatMember(_lab.Id, _bob.Id, onlyIfBanned: true);
        Assert.That(await Api.GetChatMember(_lab.Id, _bob.Id), Is.InstanceOf<ChatMemberLeft>());
        await _lab.Joins(_bob);
        await _bob.In(_lab).Says("back");
    }

    [Test]
    public async Task A_ban_with_revocation_takes_the_messages_too()
    {
        var said = await _bob.In(_lab).Says("spam");
        await Api.BanChatMember(_lab.Id, _bob.Id, revokeMessages: true);
        await Ada.In(_lab).SeesDeleted(said);
    }

    [Test]
    public async Task A_restriction_is_told_and_lifted_by_giving_everything_back()
    {
        await Api.RestrictChatMember(_lab.Id, _bob.Id, new ChatPermissions { CanSendMessages = true });
        var restricted = (ChatMemberRestricted)await Api.GetChatMember(_lab.Id, _bob.Id);
        Assert.That((restricted.IsMember, restricted.CanSendMessages, restricted.CanSendPhotos),
            Is.EqualTo((true, true, false)));
        Assert.That((await News(update => update.ChatMember)).NewChatMember, Is.InstanceOf<ChatMemberRestricted>());
        await Api.RestrictChatMember(_lab.Id, _bob.Id, (await Api.GetChat(_lab.Id)).Permissions!);
        Assert.That(await Api.GetChatMember(_lab.Id, _bob.Id), Is.InstanceOf<ChatMemberMember>());
    }

    [Test]
    public async Task Promotion_gives_just_the_rights_and_a_title()
    {
        await Api.PromoteChatMember(_lab.Id, _bob.Id, canPinMessages: true);
        await Api.SetChatAdministratorCustomTitle(_lab.Id, _bob.Id, "Keeper");
        var admin = (ChatMemberAdministrator)await Api.GetChatMember(_lab.Id, _bob.Id);
        Assert.That((admin.CanPinMessages, admin.CanDeleteMessages, admin.CustomTitle),
            Is.EqualTo(((bool?)true, false, "Keeper")));
        Assert.That(await Kinds(), Is.EqualTo(new[] { "chat_member", "chat_member" }));
        await Refused(400, "Bad Request: user is an administrator of the chat",
            () => Api.BanChatMember(_lab.Id, _bob.Id));
        await Api.PromoteChatMember(_lab.Id, _bob.Id);
        await Refused(400, "Bad Request: user is not an administrator",
            () => Api.SetChatAdministratorCustomTitle(_lab.Id, _bob.Id, "x"));
    }

    [Test]
    public async Task The_owner_the_bot_itself_and_missing_rights_are_refused()
    {
        await Refused(400, "Bad Request: can't remove chat owner", () => Api.BanChatMember(_lab.Id, Ada.Id));
        await Refused(400, "Bad Request: can't restrict self", () => Api.BanChatMember(_lab.Id, Telegram.BotId));
        await _lab.PromotesBot("can_pin_messages");
        await Refused(400, "Bad Request: not enough rights to restrict/unrestrict chat member",
            () => Api.BanChatMember(_lab.Id, _bob.Id));
        await Refused(400, "Bad Request: not enough rights to promote/demote chat administrators",
            () => Api.PromoteChatMember(_lab.Id, _bob.Id, canPinMessages: true));
        var club = Telegram.Group("Club", Ada, _bob);
        await club.PromotesBot();
        await Refused(400, "Bad Request: method is available only for supergroups",
            () => Api.RestrictChatMember(club.Id, _bob.Id, new ChatPermissions()));
    }

    [Test]
    public async Task The_bots_own_place_is_told_to_it()
    {
        await _lab.DemotesBot();
        var change = await News(update => update.MyChatMember);
        Assert.That((change.OldChatMember is ChatMemberAdministrator, change.NewChatMember is ChatMemberMember, change.From.Id), Is.EqualTo((true, true, Ada.Id)));
        Assert.That(await Api.LeaveChat(_lab.Id), Is.True);
        Assert.That((await News(update => update.MyChatMember)).NewChatMember, Is.InstanceOf<ChatMemberLeft>());
        await Refused(403, "Forbidden: bot is not a member of the supergroup chat",
            () => Api.SendMessage(_lab.Id, "x"));
    }

    [Test]
    public async Task People_come_and_go_with_service_messages()
    {
        await _bob.In(_lab).Says("hi");
        await News();
        var cleo = Telegram.User("Cleo");
        await _lab.Joins(cleo);
        var joined = await News();
        Assert.That(joined.Select(update => update.Type.Value), Is.EqualTo(new[] { "chat_member", "message" }));
        Assert.That(joined[1].Message!.NewChatMembers!.Single().Id, Is.EqualTo(cleo.Id));
        await _lab.Leaves(cleo);
        Assert.That((await News()).Single(update => update.Message is not null).Message!.LeftChatMember!.Id, Is.EqualTo(cleo.Id));
        await Assert.ThatAsync(() => _lab.Leaves(cleo), Throws.InvalidOperationException);
    }

    [Test]
    public async Task A_request_to_join_is_approved_or_declined_once()
    {
        var cleo = Telegram.User("Cleo");
        await _lab.IsAskedBy(cleo);
        var request = await News(update => update.ChatJoinRequest);
        Assert.That((request.From.Id, request.Chat.Id), Is.EqualTo((cleo.Id, _lab.Id)));
        await Api.SendMessage(request.UserChatId, "patience");
        await cleo.Hears("patience");
        Assert.That(await Api.ApproveChatJoinRequest(_lab.Id, cleo.Id), Is.True);
        Assert.That(await Api.GetChatMember(_lab.Id, cleo.Id), Is.InstanceOf<ChatMemberMember>());
        await Refused(400, "Bad Request: HIDE_REQUESTER_MISSING", () => Api.DeclineChatJoinRequest(_lab.Id, cleo.Id));
    }

    [Test]
    public async Task People_come_by_invite_links_as_far_as_these_reach()
    {
        var (cleo, dan, eve) = (Telegram.User("Cleo"), Telegram.User("Dan"), Telegram.User("Eve"));
        var link = await Api.CreateChatInviteLink(_lab.Id, memberLimit: 1, expireDate: Time.GetUtcNow().AddHours(1));
        await cleo.JoinsBy(link.InviteLink);
        var change = await News(update => update.ChatMember);
        Assert.That((change.InviteLink!.InviteLink, change.From.Id, change.NewChatMember.User.Id),
            Is.EqualTo((link.InviteLink, cleo.Id, cleo.Id)));
        await Assert.ThatAsync(
            () => dan.JoinsBy(link.InviteLink), Throws.InvalidOperationException.With.Message.Contains("used up"));

        var asking = await Api.CreateChatInviteLink(_lab.Id, createsJoinRequest: true);
        await dan.JoinsBy(asking.InviteLink);
        Assert.That((await News(update => update.ChatJoinRequest)).InviteLink!.InviteLink, Is.EqualTo(asking.InviteLink));
        Assert.That(await Api.DeclineChatJoinRequest(_lab.Id, dan.Id), Is.True);

        await Pass(TimeSpan.FromHours(2));
        await Assert.ThatAsync(
            () => eve.JoinsBy(link.InviteLink), Throws.InvalidOperationException.With.Message.Contains("expired"));
        await Api.BanChatMember(_lab.Id, eve.Id);
        await Assert.ThatAsync(
            () => eve.JoinsBy(asking.InviteLink), Throws.InvalidOperationException.With.Message.Contains("banned"));
        await Assert.ThatAsync(() => eve.JoinsBy("https://t.me/+nonsense"), Throws.InvalidOperationException);
    }

    [Test]
    public async Task Invite_links_are_made_changed_and_revoked()
    {
        var primary = await Api.ExportChatInviteLink(_lab.Id);
        Assert.That((await Api.GetChat(_lab.Id)).InviteLink, Is.EqualTo(primary));
        var link = await Api.CreateChatInviteLink(_lab.Id, "for friends", memberLimit: 5);
        Assert.That((link.Name, link.MemberLimit, link.IsPrimary, link.IsRevoked, link.Creator.Id),
            Is.EqualTo(("for friends", (int?)5, false, false, Telegram.BotId)));
        var edited = await Api.EditChatInviteLink(_lab.Id, link.InviteLink, createsJoinRequest: true);
        Assert.That((edited.Name, edited.MemberLimit, edited.CreatesJoinRequest),
            Is.EqualTo(((string?)null, (int?)null, true)));
        Assert.That((await Api.RevokeChatInviteLink(_lab.Id, link.InviteLink)).IsRevoked, Is.True);
        await Refused(400, "Bad Request: INVITE_HASH_INVALID",
            () => Api.RevokeChatInviteLink(_lab.Id, "https://t.me/+nonsense"));
        await Refused(400, "Bad Request: member limit can't be specified for links requiring administrator approval",
            () => Api.CreateChatInviteLink(_lab.Id, memberLimit: 5, createsJoinRequest: true));
    }
}
