using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

internal sealed class PollTests : MethodTest
{
    private static readonly InputPollOption[] Drinks = [new() { Text = "Tea" }, new() { Text = "Coffee" }, new() { Text = "Water" }];

    [Test]
    public async Task Votes_are_counted_and_told_by_name()
    {
        var poll = (await Api.SendPoll(Ada.Id, "What?", Drinks, isAnonymous: false)).Poll!;
        Assert.That((poll.Question, poll.TotalVoterCount, poll.IsClosed, poll.IsAnonymous, poll.Type),
            Is.EqualTo(("What?", 0, false, false, PollType.Regular)));
        Assert.That(poll.Options.Select(option => option.Text), Is.EqualTo(new[] { "Tea", "Coffee", "Water" }));
        await Ada.Votes("Coffee");
        var news = await News();
        var answer = news.Single(update => update.PollAnswer is not null).PollAnswer!;
        Assert.That((answer.PollId, answer.User!.Id), Is.EqualTo((poll.Id, Ada.Id)));
        Assert.That(answer.OptionIds, Is.EqualTo(new[] { 1L }));
        var state = news.Single(update => update.Poll is not null).Poll!;
        Assert.That((state.TotalVoterCount, state.Options[1].VoterCount), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_second_vote_replaces_the_first_and_none_takes_it_back()
    {
        await Api.SendPoll(Ada.Id, "What?", Drinks, isAnonymous: false, allowsMultipleAnswers: true);
        await Ada.Votes("Tea", "Water");
        await Ada.Votes("Coffee");
        var polls = (await News()).Select(update => update.Poll).OfType<Poll>().ToList();
        Assert.That(polls[0].Options.Select(option => option.VoterCount), Is.EqualTo(new[] { 1, 0, 1 }));
        Assert.That(polls[1].Options.Select(option => option.VoterCount), Is.EqualTo(new[] { 0, 1, 0 }));
        await Ada.Votes();
        var news = await News();
        Assert.That(news.Single(update => update.PollAnswer is not null).PollAnswer!.OptionIds, Is.Empty);
        Assert.That(news.Single(update => update.Poll is not null).Poll!.TotalVoterCount, Is.Zero);
    }

    [Test]
    public async Task An_anonymous_poll_tells_numbers_only_and_one_answer_means_one()
    {
        await Api.SendPoll(Ada.Id, "What?", Drinks);
        await Assert.ThatAsync(() => Ada.Votes("Tea", "Water"), Throws.InvalidOperationException);
        await Ada.Votes("Tea");
        Assert.That(await Kinds(), Is.EqualTo(new[] { "poll" }));
    }

    [Test]
    public async Task A_quiz_knows_its_answer_and_takes_one_vote()
    {
        var quiz = (await Api.SendPoll(Ada.Id, "2 + 2?", [new() { Text = "4" }, new() { Text = "5" }], type: PollType.Quiz, correctOptionIds: [0], explanation: "*sums*",
            explanationParseMode: ParseMode.MarkdownV2)).Poll!;
        Assert.That((quiz.Type, quiz.CorrectOptionIds![0], quiz.Explanation), Is.EqualTo((PollType.Quiz, 0L, "sums")));
        await Ada.Votes("5");
        await Assert.ThatAsync(() => Ada.Votes("4"), Throws.InvalidOperationException);
    }

    [Test]
    public async Task A_stopped_poll_takes_no_votes_and_is_stopped_once()
    {
        var sent = await Api.SendPoll(Ada.Id, "What?", Drinks, replyMarkup: Buttons("Stop"));
        Assert.That((await Api.StopPoll(Ada.Id, sent.MessageId)).IsClosed, Is.True);
        Assert.That((await News(update => update.Poll)).IsClosed, Is.True);
        await Assert.ThatAsync(() => Ada.Votes("Tea"), Throws.InvalidOperationException);
        await Refused(400, "Bad Request: poll has already been closed", () => Api.StopPoll(Ada.Id, sent.MessageId));
        var text = await Api.SendMessage(Ada.Id, "no poll");
        await Refused(400, "Bad Request: message with poll to stop not found",
            () => Api.StopPoll(Ada.Id, text.MessageId));
    }

    [Test]
    public async Task Questions_and_options_have_limits()
    {
        await Refused(400, "Bad Request: poll question length must not exceed 300",
            () => Api.SendPoll(Ada.Id, new string('?', 301), Drinks));
        await Refused(400, "Bad Request: poll options length must not exceed 100", () => Api.SendPoll(Ada.Id, "What?", [new() { Text = new string('x', 101) }]));
        await Refused(400, "Bad Request: poll options must be non-empty", () => Api.SendPoll(Ada.Id, "What?", [new() { Text = "" }]));
        await Refused(400, "Bad Request: poll can't have more than 12 options",
            () => Api.SendPoll(
                Ada.Id, "What?", [.. Enumerable.Range(0, 13).Select(i => new InputPollOption { Text = $"{i}" })]));
        await Refused(400, "Bad Request: quiz must have correct option",
            () => Api.SendPoll(Ada.Id, "What?", Drinks, type: PollType.Quiz));
    }
}
