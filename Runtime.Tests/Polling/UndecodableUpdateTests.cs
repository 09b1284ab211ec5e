using System.Threading.Channels;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Polling;

/// <summary>Updates that this version cannot decode: none of the ways to fetch them stops at one.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class UndecodableUpdateTests : PollerFixture
{
    private readonly Channel<WebhookException> _errors = Channel.CreateUnbounded<WebhookException>();

    private static IEnumerable<TestCaseData> Undecodable()
    {
        yield return new TestCaseData(NewShape(2)).SetArgDisplayNames("a field of another shape");
        yield return new TestCaseData(Deep(2, 300)).SetArgDisplayNames("deeper than the model reads");
        yield return new TestCaseData(Deep(2, 20_000)).SetArgDisplayNames("very deep");
    }

    [TestCaseSource(nameof(Undecodable))]
    public async Task A_flow_could_not_pass_an_update_that_it_cannot_decode(string undecodable)
    {
        Telegram.Answers(Updates(Text(1), undecodable, Text(3))).Answers(Updates(Text(4)));
        await using var updates = Bot.LongPollingFlow(Reporting).GetAsyncEnumerator();

        var ids = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            Assert.That(await updates.MoveNextAsync().AsTask().WaitAsync(Patience), Is.True);
            ids.Add(updates.Current.UpdateId);
        }

        Assert.That(ids, Is.EqualTo(new[] { 1, 3, 4 }));
        Assert.That(Offsets(), Is.EqualTo(new long?[] { null, 4 }));
        var error = await Next(_errors);
        Assert.That((error.Stage, error.UpdateId), Is.EqualTo((WebhookStage.Decoding, 2L)));
        Assert.That(error.Message, Does.Contain("passed over"));
        Assert.That(_errors.Reader.TryRead(out _), Is.False, "it is said once");
    }

    [TestCaseSource(nameof(Undecodable))]
    public async Task What_piled_up_could_not_be_retrieved_because_of_an_update_that_cannot_be_decoded(
        string undecodable)
    {
        Telegram.Answers(Updates(Text(1), undecodable, Text(3))).Answers(Updates());
        var ids = new List<long>();

        var retrieved = await Bot.RetrieveAccumulatedUpdates(
            (update, _) =>
            {
                ids.Add(update.UpdateId);
                return default;
            },
            Reporting).WaitAsync(Patience);

        Assert.That(ids, Is.EqualTo(new[] { 1, 3 }));
        Assert.That(retrieved, Is.EqualTo(3));
        Assert.That(Offsets(), Is.EqualTo(new long?[] { null, 4 }));
        Assert.That((await Next(_errors)).UpdateId, Is.EqualTo(2));
    }

    [TestCaseSource(nameof(Undecodable))]
    public async Task What_piled_up_could_not_even_be_forgotten_because_of_an_update_that_cannot_be_decoded(
        string undecodable)
    {
        Telegram.Answers(Updates(Text(1), undecodable)).Answers(Updates());

        Assert.That(await Bot.FlushAccumulatedUpdates(Reporting).WaitAsync(Patience), Is.EqualTo(2));

        Assert.That(Offsets(), Is.EqualTo(new long?[] { null, 3 }));
        Assert.That(_errors.Reader.TryRead(out _), Is.False, "nothing was decoded, so nothing is wrong");
    }

    [TestCaseSource(nameof(Undecodable))]
    public async Task A_batch_with_one_update_that_nests_too_deep_was_refused_whole_and_for_ever(string undecodable)
    {
        Telegram.Answers(Updates(Text(1), undecodable, Text(3))).Hangs();
        var handled = Channel.CreateUnbounded<Update>();
        await using var session = await Bot.LongPolling(
            (update, _) =>
            {
                handled.Writer.TryWrite(update);
                return default;
            },
            Reporting);

        Assert.That(new[] { (await Next(handled)).UpdateId, (await Next(handled)).UpdateId },
            Is.EqualTo(new[] { 1, 3 }));
        var error = await Next(_errors);
        Assert.That((error.UpdateId, error.Outcome), Is.EqualTo((2L, WebhookErrorOutcome.Buried)));
    }

    [Test]
    public async Task Updates_without_an_id_that_no_offset_can_pass_end_a_flow_instead_of_coming_for_ever()
    {
        const string nameless = """{"message":{"message_id":1}}""";
        Telegram.Answers(Updates(nameless)).Answers(Updates(nameless));

        var error = await Assert.ThrowsAsync<WebhookException>(() => Bot.FlushAccumulatedUpdates(Reporting).WaitAsync(Patience));

        Assert.That(error!.Message, Does.Contain("no update_id that can be read"));
        Assert.That(Telegram.Received, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task An_update_without_an_id_is_passed_and_said_once_by_a_flow()
    {
        Telegram.Answers(Updates(Text(5), """{"message":{"message_id":1}}""")).Answers(Updates("""{"message":{"message_id":1}}""", Text(8))).Answers(Updates(Text(9)));
        await using var updates = Bot.LongPollingFlow(Reporting).GetAsyncEnumerator();

        var ids = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            Assert.That(await updates.MoveNextAsync().AsTask().WaitAsync(Patience), Is.True);
            ids.Add(updates.Current.UpdateId);
        }

        Assert.That(ids, Is.EqualTo(new[] { 5, 8, 9 }));
        Assert.That(Offsets(), Is.EqualTo(new long?[] { null, 7, 9 }));
        Assert.That((await Next(_errors)).UpdateId, Is.Null);
        Assert.That(_errors.Reader.TryRead(out _), Is.False);
    }

    private LongPollingOptions Reporting => Options with { OnError = error => _errors.Writer.TryWrite(error) };

    private static string NewShape(long id) =>
        $$$"""{"update_id":{{{id}}},"message":{"message_id":1,"date":1,"chat":{"id":77,"type":"private"},"photo":"new shape"}}""";

    private static string Deep(long id, int levels) =>
        $$$"""{"update_id":{{{id}}},"message":{"message_id":1,"date":1,"chat":{"id":77,"type":"private"},"brand_new":{{{new string('[', levels)}}}{{{new string(']', levels)}}}}}""";
}
