using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

internal sealed class TopicTests : MethodTest
{
    private SandboxChat _forum = null!;
    private ForumTopic _topic = null!;

    [SetUp]
    public async Task Found()
    {
        _forum = Telegram.Forum("Forum", Ada);
        await _forum.PromotesBot();
        _topic = await Api.CreateForumTopic(_forum.Id, "Tea", iconColor: 0xFFD67E);
        await News();
    }

    [Test]
    public async Task A_topic_is_a_thread_of_its_own_for_the_bot_and_for_people()
    {
        Assert.That((_topic.Name, _topic.IconColor), Is.EqualTo(("Tea", 0xFFD67E)));
        Assert.That((await Api.GetChat(_forum.Id)).IsForum, Is.True);
        var tea = await _forum.HasTopic("Tea");
        Assert.That(tea.Id, Is.EqualTo(_topic.MessageThreadId));
        await Ada.In(tea).Says("Assam");
        var said = await News(update => update.Message);
        Assert.That((said.MessageThreadId, said.IsTopicMessage, said.Text),
            Is.EqualTo(((long?)_topic.MessageThreadId, true, "Assam")));

        var sent = await Api.SendMessage(_forum.Id, "Ceylon", messageThreadId: _topic.MessageThreadId);
        Assert.That((sent.MessageThreadId, sent.IsTopicMessage), Is.EqualTo(((long?)_topic.MessageThreadId, true)));
        await Ada.In(tea).Hears("Ceylon");
        var reply = await Api.SendMessage(_forum.Id, "Darjeeling", replyParameters: To(said.MessageId));
        Assert.That(reply.MessageThreadId, Is.EqualTo(_topic.MessageThreadId), "a reply goes where its original is");
        Assert.That((await Api.SendMessage(_forum.Id, "general")).IsTopicMessage, Is.False);
    }

    [Test]
    public async Task In_a_topic_only_that_topic_is_heard()
    {
        var coffee = await _forum.StartsTopic(Ada, "Coffee");
        Assert.That((await News(update => update.Message)).ForumTopicCreated!.Name, Is.EqualTo("Coffee"));
        await Api.SendMessage(_forum.Id, "milk?", messageThreadId: coffee.Id);
        await Api.SendMessage(_forum.Id, "milk?", messageThreadId: _topic.MessageThreadId);
        var heard = await Ada.In(await _forum.HasTopic("Tea")).Hears("milk?");
        Assert.That(heard.ToJson()["message_thread_id"]!.ToString(), Is.EqualTo($"{_topic.MessageThreadId}"));
    }

    [Test]
    public async Task A_topic_is_renamed_closed_reopened_and_deleted_with_its_messages()
    {
        await Api.EditForumTopic(_forum.Id, _topic.MessageThreadId, "Teas");
        var teas = await _forum.HasTopic("Teas");
        await Refused(400, "Bad Request: TOPIC_NOT_MODIFIED",
            () => Api.EditForumTopic(_forum.Id, _topic.MessageThreadId, "Teas"));
        await Api.CloseForumTopic(_forum.Id, _topic.MessageThreadId);
        Assert.That(teas.IsClosed, Is.True);
        await Refused(400, "Bad Request: TOPIC_NOT_MODIFIED",
            () => Api.CloseForumTopic(_forum.Id, _topic.MessageThreadId));
        var bob = Telegram.User("Bob");
        await _forum.Joins(bob);
        await Assert.ThatAsync(() => bob.In(teas).Says("x"), Throws.InvalidOperationException);
        await Ada.In(teas).Says("the owner may");
        await Api.ReopenForumTopic(_forum.Id, _topic.MessageThreadId);
        var said = await bob.In(teas).Says("now I may");
        Assert.That(await Api.DeleteForumTopic(_forum.Id, _topic.MessageThreadId), Is.True);
        await bob.In(_forum).SeesDeleted(said);
        await Refused(400, "Bad Request: message thread not found",
            () => Api.SendMessage(_forum.Id, "x", messageThreadId: _topic.MessageThreadId));
    }

    [Test]
    public async Task The_general_topic_is_closed_and_hidden_by_methods_of_its_own()
    {
        await Api.EditGeneralForumTopic(_forum.Id, "Lobby");
        await Refused(400, "Bad Request: TOPIC_NOT_MODIFIED", () => Api.EditGeneralForumTopic(_forum.Id, "Lobby"));
        await Api.CloseGeneralForumTopic(_forum.Id);
        await Refused(400, "Bad Request: TOPIC_NOT_MODIFIED", () => Api.CloseGeneralForumTopic(_forum.Id));
        await Api.ReopenGeneralForumTopic(_forum.Id);
        await Api.HideGeneralForumTopic(_forum.Id);
        await Ada.In(_forum).Hears(
            message => message.ToJson()["general_forum_topic_hidden"] is not null, "that the lobby is hidden");
        await Refused(400, "Bad Request: TOPIC_NOT_MODIFIED", () => Api.CloseGeneralForumTopic(_forum.Id));
        Assert.That(await Api.UnhideGeneralForumTopic(_forum.Id), Is.True);
    }

    [Test]
    public async Task Pins_are_taken_away_topic_by_topic()
    {
        var here = await Api.SendMessage(_forum.Id, "here", messageThreadId: _topic.MessageThreadId);
        var there = await Api.SendMessage(_forum.Id, "there");
        foreach (var message in new[] { there, here }) await Api.PinChatMessage(_forum.Id, message.MessageId);
        await Api.UnpinAllForumTopicMessages(_forum.Id, _topic.MessageThreadId);
        Assert.That((await Api.GetChat(_forum.Id)).PinnedMessage!.MessageId, Is.EqualTo(there.MessageId));
        await Api.UnpinAllGeneralForumTopicMessages(_forum.Id);
        Assert.That((await Api.GetChat(_forum.Id)).PinnedMessage, Is.Null);
    }

    [Test]
    public async Task Other_chats_and_missing_rights_are_refused()
    {
        var lab = Telegram.Supergroup("Lab", Ada);
        await lab.PromotesBot();
        await Refused(400, "Bad Request: the chat is not a forum", () => Api.CreateForumTopic(lab.Id, "x"));
        await Refused(400, "Bad Request: message thread not found",
            () => Api.SendMessage(lab.Id, "x", messageThreadId: 9999));
        await Refused(400, "Bad Request: message thread not found",
            () => Api.SendMessage(Ada.Id, "x", messageThreadId: 1));
        await Refused(400, "Bad Request: message thread not found", () => Api.CloseForumTopic(_forum.Id, 9999));
        await Api.CloseForumTopic(_forum.Id, _topic.MessageThreadId);
        await _forum.DemotesBot();
        await Refused(400, "Bad Request: not enough rights to create a topic",
            () => Api.CreateForumTopic(_forum.Id, "x"));
        await Refused(400, "Bad Request: TOPIC_CLOSED",
            () => Api.SendMessage(_forum.Id, "x", messageThreadId: _topic.MessageThreadId));
        await Assert.ThatAsync(() => lab.StartsTopic(Ada, "x"), Throws.InvalidOperationException);
    }
}
