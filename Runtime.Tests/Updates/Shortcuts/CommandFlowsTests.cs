using System.Text.RegularExpressions;

namespace Telegram.Webhooks.Runtime.Tests.Updates.Shortcuts;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CommandFlowsTests
{
    private readonly FlowsUpdatesFilter _filter = new();
    private readonly List<string> _seen = [];

    [Test]
    public async Task A_command_comes_with_its_arguments()
    {
        CommandMessage? seen = null;
        _filter.Commands("start").OnEach(command => seen = command);

        await Send("/start  deep   link ");

        Assert.That(seen, Is.Not.Null);
        Assert.That(seen!.Command, Is.EqualTo("start"));
        Assert.That(seen.BotUsername, Is.Null);
        Assert.That(seen.Arguments, Is.EqualTo("deep   link"));
        Assert.That(seen.ArgumentList, Is.EqualTo(new[] { "deep", "link" }));
        Assert.That(seen.Message.Chat.Id, Is.EqualTo(1));
    }

    [Test]
    public async Task The_slash_is_optional_and_case_does_not_matter()
    {
        _filter.Commands("/Start").OnEach(command => _seen.Add(command.Command));

        await Send("/sTART");

        Assert.That(_seen, Is.EqualTo(new[] { "sTART" }));
    }

    [Test]
    public async Task A_command_for_another_bot_is_left_alone_when_the_own_name_is_given()
    {
        _filter.Commands("help").OnEach(command => Add($"any:{command.BotUsername}"));
        _filter.MessagesFlow.Commands("help", "@My_bot").OnEach(command => Add($"mine:{command.BotUsername}"));

        await Send("/help@my_BOT now");
        await Send("/help@other_bot");
        await Send("/help");

        Assert.That(_seen, Is.EquivalentTo(new[] { "any:my_BOT", "mine:my_BOT", "any:other_bot", "any:", "mine:" }));
    }

    [Test]
    public async Task Only_a_command_at_the_beginning_counts_and_only_where_Telegram_marked_one()
    {
        _filter.Commands("start").OnEach(command => _seen.Add(command.Arguments));

        await Send("first /start", offset: 6);
        await _filter.Receive(Sample.Text("/start unmarked"));
        await Send("/starting");
        await _filter.Receive(Sample.Message(Sample.Photo + ",\"caption\":\"/start\""));

        Assert.That(_seen, Is.Empty);
    }

    [TestCase(1, int.MaxValue)]
    [TestCase(int.MaxValue, int.MaxValue)]
    [TestCase(int.MinValue, int.MinValue)]
    public async Task A_mark_longer_than_any_text_ended_in_an_exception(int offset, int length)
    {
        var pattern = new Regex("start");
        _filter.Commands("start").OnEach(_ => Add("leading"));
        _filter.MessagesFlow.FilterExactCommands(pattern).OnEach(_ => Add("exact"));
        _filter.MessagesFlow.FilterCommandsInsideTextMessages(pattern).OnEach(_ => Add("inside"));
        var update = Marked("/start", offset, length);

        await _filter.Receive(update);

        Assert.That(_seen, Is.Empty);
        Assert.That(update.Message!.HasCommands(), Is.False);
    }

    [Test]
    public async Task White_space_around_the_command_that_is_waited_for_and_the_bots_name_made_it_wait_for_ever()
    {
        _filter.Commands(" /start\n").OnEach(command => Add($"any:{command.BotUsername}"));
        _filter.MessagesFlow.Commands("start", " @My_bot ").OnEach(command => Add($"mine:{command.BotUsername}"));

        await Send("/start@my_bot");

        Assert.That(_seen, Is.EquivalentTo(new[] { "any:my_bot", "mine:my_bot" }));
    }

    [TestCase("/start", new[] { "exact", "inside", "args:" })]
    [TestCase("/start@bot", new[] { "exact", "inside", "args:" })]
    [TestCase("/start now", new[] { "inside", "args:now" })]
    [TestCase("now /start", new[] { "inside" })]
    [TestCase("/restart", new string[0])]
    [TestCase("/starting", new string[0])]
    public async Task Patterns_match_whole_commands(string text, string[] expected)
    {
        var pattern = new Regex("start|begin");
        _filter.MessagesFlow.FilterExactCommands(pattern).OnEach(_ => Add("exact"));
        _filter.MessagesFlow.FilterCommandsInsideTextMessages(pattern).OnEach(_ => Add("inside"));
        _filter.MessagesFlow.FilterCommandsWithArgs(pattern).OnEach(command => Add($"args:{command.Arguments}"));

        await Send(text, text.IndexOf('/', StringComparison.Ordinal));

        Assert.That(_seen, Is.EquivalentTo(expected));
    }

    [Test]
    public void Messages_tell_whether_they_contain_commands()
    {
        var with = Marked("say /start", 4).Message!;
        var without = Sample.Text("/start").Message!;

        Assert.That((with.HasCommands(), with.HasNoCommands()), Is.EqualTo((true, false)));
        Assert.That((without.HasCommands(), without.HasNoCommands()), Is.EqualTo((false, true)));
    }

    private void Add(string what)
    {
        lock (_seen) _seen.Add(what);
    }

    private Task Send(string text, int offset = 0) => _filter.Receive(Marked(text, offset));

    private static Types.Update Marked(string text, int offset) =>
        Marked(text, offset, text[offset..].Split(' ')[0].Length);

    private static Types.Update Marked(string text, int offset, int length) => Sample.Message($$"""
        "text":"{{text}}","entities":[{"type":"bot_command","offset":{{offset}},"length":{{length}}}]
        """);
}
