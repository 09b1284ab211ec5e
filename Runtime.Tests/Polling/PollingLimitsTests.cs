using Telegram.Webhooks.Runtime.BotApi.Transport;
using System.Threading.Channels;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Polling;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Polling;

/// <summary>Limits of long polling, each at its edge.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class PollingLimitsTests : PollerFixture
{
    private readonly Channel<Update> _handled = Channel.CreateUnbounded<Update>();

    [TestCase(-0.001, false)]
    [TestCase(0, true)]
    [TestCase(50, true)]
    [TestCase(50.5, false)]
    public void Telegram_waits_50_s_at_most(double seconds, bool isValid)
    {
        var problems = (Options with { Timeout = TimeSpan.FromSeconds(seconds) }).Problems(Redaction.OfTokens);

        Assert.That(problems, isValid ? Is.Empty : Has.One.Contains("Timeout must be 0 to 50 s"));
    }

    [Test]
    public void The_defaults_are_the_documented_ones()
    {
        var options = new LongPollingOptions();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(options.Timeout, Is.EqualTo(TimeSpan.FromSeconds(30)));
            Assert.That(options.ShutdownTimeout, Is.EqualTo(TimeSpan.FromSeconds(30)));
            Assert.That(options.Limit, Is.EqualTo(100));
            Assert.That(options.MediaGroupsDebounce, Is.EqualTo(TimeSpan.FromSeconds(1)));
            Assert.That(options.DeleteWebhook, Is.True);
        }
    }

    [Test]
    public void An_offset_ends_rising_at_the_last_number_of_32_bits()
    {
        var answer = new PolledAnswer(["{}"u8.ToArray()], []);

        Assert.That(answer.OffsetAfter(int.MaxValue - 1), Is.EqualTo(int.MaxValue));
        Assert.That(answer.OffsetAfter(int.MaxValue), Is.EqualTo(int.MaxValue));
        Assert.That(answer.OffsetAfter(null), Is.Null);
    }

    [TestCase("three small ones", new[] { 100, 100, 100 }, new[] { 3 })]
    [TestCase("two that are too much together", new[] { 2_500_000, 2_500_000 }, new[] { 1, 1 })]
    [TestCase("as many as fit", new[] { 1_800_000, 1_800_000, 1_800_000 }, new[] { 2, 1 })]
    [TestCase("one that is too big by itself", new[] { 4_500_000, 100 }, new[] { 1, 1 })]
    public async Task An_answer_is_kept_in_portions_of_4_MiB(string name, int[] sizes, int[] portions)
    {
        Telegram.Answers(Updates([.. sizes.Select((size, i) => Sized(i + 1, size))])).Hangs();
        var inbox = new PortionsInbox();
        await using var session = await Start(Options with { Inbox = inbox });

        for (var i = 0; i < sizes.Length; i++)
            await Next(_handled);

        Assert.That(inbox.Portions, Is.EqualTo(portions), name);
    }

    [Test]
    public async Task A_stop_waits_for_a_handler_as_long_as_the_options_say()
    {
        Telegram.Answers(Updates(Text(1))).Hangs();
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var session = await Start(Options with { ShutdownTimeout = TimeSpan.FromSeconds(17) }, end.Task);
        await Next(_handled);

        var stopped = session.Stop();
        await Waited(TimeSpan.FromSeconds(17));

        Assert.That(stopped.IsCompleted, Is.False);
        end.SetResult();
        await stopped.WaitAsync(Patience);
    }

    [Test]
    public async Task A_host_that_leaves_less_time_is_obeyed()
    {
        Telegram.Answers(Updates(Text(1))).Hangs();
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var session = await Start(Options with { ShutdownTimeout = TimeSpan.FromSeconds(17) }, end.Task);
        await Next(_handled);

        var stopped = session.StopWithin(
            new DrainTime(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1)), CancellationToken.None);
        await Waited(TimeSpan.FromSeconds(5));

        end.SetResult();
        await stopped.WaitAsync(Patience);
    }

    private static string Sized(long id, int size) =>
        $$$"""{"update_id":{{{id}}},"message":{"message_id":{{{id}}},"date":1,"chat":{"id":{{{id}}},"type":"private"},"text":"{{{new string('x', size)}}}"}}""";

    private async Task Waited(TimeSpan expected)
    {
        while (await Time.NextWait() != expected)
        {
        }
    }

    private Task<LongPollingSession> Start(LongPollingOptions options, Task? end = null) => Bot.LongPolling(
        async (update, token) =>
        {
            _handled.Writer.TryWrite(update);
            await (end ?? Task.CompletedTask).WaitAsync(token);
        },
        options);
}
