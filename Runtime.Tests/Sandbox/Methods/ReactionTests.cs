using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

internal sealed class ReactionTests : MethodTest
{
    [Test]
    public async Task A_users_reaction_is_told_with_what_was_before()
    {
        var sent = await Api.SendMessage(Ada.Id, "nice?");
        await Ada.Reacts("👍");
        var first = await News(update => update.MessageReaction);
        Assert.That((first.MessageId, first.User!.Id, first.OldReaction.Count, Emoji(first.NewReaction)),
            Is.EqualTo((sent.MessageId, Ada.Id, 0, "👍")));
        await Ada.Reacts("🔥");
        var second = await News(update => update.MessageReaction);
        Assert.That((Emoji(second.OldReaction), Emoji(second.NewReaction)), Is.EqualTo(("👍", "🔥")));
        await Ada.Reacts("");
        Assert.That((await News(update => update.MessageReaction)).NewReaction, Is.Empty);
        await Ada.Reacts("");
        Assert.That(await Kinds(), Is.Empty, "nothing changed");
    }

    [Test]
    public async Task In_a_channel_only_numbers_are_told()
    {
        var news = Telegram.Channel("News", Ada);
        await Api.SendMessage(news.Id, "extra");
        await News();
        await Ada.In(news).Reacts("👍");
        var counts = await News(update => update.MessageReactionCount);
        Assert.That((counts.Chat.Id, counts.Reactions.Single().TotalCount), Is.EqualTo((news.Id, 1)));
    }

    [Test]
    public async Task The_bots_reaction_is_seen_and_no_update()
    {
        var said = await Ada.Says("I did it");
        await News();
        Assert.That(await Api.SetMessageReaction(Ada.Id, said.Id, [new ReactionTypeEmoji { Emoji = "🎉" }]), Is.True);
        Assert.That(await Kinds(), Is.Empty);
        var seen = Telegram.World.PrivateRoom(Ada.Person).Messages[said.Id].ForPeople()["reactions"]!.AsArray()
            .Single()!;
        Assert.That(seen["user_id"]!.GetValue<long>(), Is.EqualTo(Telegram.BotId));
        await Api.SetMessageReaction(Ada.Id, said.Id, []);
        Assert.That(Telegram.World.PrivateRoom(Ada.Person).Messages[said.Id].Reactions, Is.Empty);
    }

    [Test]
    public async Task Unknown_emoji_too_many_and_missing_messages_are_refused()
    {
        var said = await Ada.Says("I did it");
        await Refused(400, "Bad Request: REACTION_INVALID",
            () => Api.SetMessageReaction(Ada.Id, said.Id, [new ReactionTypeEmoji { Emoji = "🪑" }]));
        await Refused(400, "Bad Request: REACTIONS_TOO_MANY",
            () => Api.SetMessageReaction(
                Ada.Id, said.Id, [new ReactionTypeEmoji { Emoji = "👍" }, new ReactionTypeEmoji { Emoji = "🔥" }]));
        await Refused(400, "Bad Request: message to react not found",
            () => Api.SetMessageReaction(Ada.Id, 9999, [new ReactionTypeEmoji { Emoji = "👍" }]));
    }

    private static string Emoji(IReadOnlyList<ReactionType> reactions) => ((ReactionTypeEmoji)reactions.Single()).Emoji;
}
