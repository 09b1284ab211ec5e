using System.Text;
using Telegram.Webhooks.Runtime.BotApi.Noted;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Delivery.Said;

/// <summary>The numbers that equal calls of one attempt get, and when a call is noted no more.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AttemptNotesTests
{
    private readonly SaidCalls _said = new();
    private AttemptNotes _notes;

    public AttemptNotesTests() => _notes = new AttemptNotes(_said, unknownCountsAsDone: false);

    [Test]
    public void A_call_that_failed_before_others_were_made_kept_its_number_and_the_next_attempt_made_it_again()
    {
        var failing = Take("one");
        Take("other").Succeeded("{}"u8);
        Take("third");
        failing.Failed(mayHaveBeenExecuted: false);
        Take("one").Succeeded("{}"u8);

        Assert.That(Occurrences(), Is.EqualTo(new[] { 1, 1 }));
        NextAttempt();
        Assert.That(Take("one").Result, Is.Not.Null, "it is known as the first of its kind");
    }

    [Test]
    public void Of_equal_calls_each_has_the_number_of_its_own([Values(0, 1, 2)] int failing)
    {
        var calls = new[] { Take("one"), Take("one"), Take("one") };
        calls[failing].Failed(mayHaveBeenExecuted: false);
        Take("one").Succeeded("{}"u8);

        Assert.That(Occurrences(), Is.EqualTo(new[] { failing + 1 }), "the number that is free again");
    }

    [Test]
    public void A_call_that_returned_after_its_attempt_had_ended_was_noted_while_the_next_one_ran()
    {
        var call = Take("one");
        _notes.End();
        call.Succeeded("{}"u8);

        Assert.That(_said.Count, Is.Zero);
        Assert.That(_notes.TakeCall("sendMessage", Key("other")), Is.Null);
    }

    [Test]
    public void What_was_found_and_what_found_no_room_is_counted()
    {
        Take("one").Succeeded("{}"u8);
        Take("large").Succeeded(new byte[SaidCalls.MaxBytes]);
        Assert.That((_notes.NotRepeated, _notes.NotNoted), Is.EqualTo((0, 1)));

        NextAttempt();
        Take("one");
        Take("large");

        Assert.That((_notes.NotRepeated, _notes.NotNoted), Is.EqualTo((1, 0)));
    }

    private void NextAttempt() => _notes = new AttemptNotes(_said, unknownCountsAsDone: false);

    private CallNote Take(string text) => _notes.TakeCall("sendMessage", Key(text))!;

    private IEnumerable<int> Occurrences() => _said.ToList().Select(call => call.Occurrence);

    private static CallKey Key(string text) => CallKey.Of(1, "", "sendMessage", Encoding.UTF8.GetBytes(text));
}
