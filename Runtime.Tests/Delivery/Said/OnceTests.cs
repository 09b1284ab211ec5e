using System.Text.Json.Serialization;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;

namespace Telegram.Webhooks.Runtime.Tests.Delivery.Said;

/// <summary>Steps of a handler by name.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed partial class OnceTests : IDisposable
{
    private readonly AttemptsOnOneUpdate _update = new();
    private readonly List<string> _done = [];

    public void Dispose() => _update.Dispose();

    [Test]
    public async Task A_step_is_run_once_over_all_attempts()
    {
        await _update.Fails(() => UpdateAttempt.Current!.Once("charge", () => Do("charged")));
        _update.Reopen();
        await _update.Next(async () =>
        {
            await UpdateAttempt.Current!.Once("charge", () => Do("charged"));
            await UpdateAttempt.Current!.Once("ship", () => Do("shipped"));
        });

        Assert.That(_done, Is.EqualTo(new[] { "charged", "shipped" }));
    }

    [Test]
    public async Task What_a_step_returned_is_returned_again()
    {
        Receipt first = null!, second = null!;
        Task<Receipt> Charge() => UpdateAttempt.Current!.Once("charge", StepJson.Default.Receipt, async () =>
        {
            await Do("charged");
            return new Receipt("r-1", 250);
        });
        await _update.Fails(async () => first = await Charge());
        _update.Reopen();
        await _update.Next(async () => second = await Charge());

        Assert.That(_done, Has.Count.EqualTo(1));
        Assert.That(second, Is.EqualTo(first).And.EqualTo(new Receipt("r-1", 250)));
    }

    [Test]
    public async Task A_step_that_fails_is_run_again_in_the_same_attempt_and_in_the_next()
    {
        var failures = 2;
        Task Step() => UpdateAttempt.Current!.Once("charge", () => failures-- > 0 ? throw new IOException("no bank") : Do("charged"));
        await _update.Next(async () =>
        {
            await Assert.ThatAsync(Step, Throws.TypeOf<IOException>());
            await Assert.ThatAsync(Step, Throws.TypeOf<IOException>());
        });

        await _update.Next(Step);
        await _update.Next(Step);

        Assert.That(_done, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_step_that_fails_is_run_again_also_where_a_call_of_unknown_outcome_counts_as_done()
    {
        using var update = new AttemptsOnOneUpdate(new DeliveryOptions { UnknownCountsAsDone = true });
        await update.Fails(() => Assert.ThatAsync(() => UpdateAttempt.Current!.Once("charge", () => throw new IOException("no bank")), Throws.TypeOf<IOException>()));
        await update.Next(() => UpdateAttempt.Current!.Once("charge", () => Do("charged")));

        Assert.That(_done, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Steps_inside_a_step_have_names_of_their_own()
    {
        var fails = true;
        async Task Handler()
        {
            foreach (var order in new[] { "order-1", "order-2" })
            {
                await UpdateAttempt.Current!.Once(order, async () =>
                {
                    await UpdateAttempt.Current!.Once("charge", () => Do($"{order} charged"));
                    if (fails && order == "order-2") throw new InvalidOperationException("after all that");
                    await UpdateAttempt.Current!.Once("ship", () => Do($"{order} shipped"));
                });
            }
        }

        await Assert.ThatAsync(() => _update.Next(Handler), Throws.TypeOf<InvalidOperationException>());
        fails = false;
        await _update.Next(Handler);

        Assert.That(_done, Is.EqualTo(new[] { "order-1 charged", "order-1 shipped", "order-2 charged", "order-2 shipped" }));
    }

    [Test]
    public async Task The_same_name_twice_in_one_attempt_is_an_error_that_says_so()
    {
        await _update.Next(async () =>
        {
            await UpdateAttempt.Current!.Once("charge", () => Do("charged"));
            var error = await Assert.ThrowsAsync<InvalidOperationException>(
                () => UpdateAttempt.Current!.Once("charge", () => Do("charged")));
            Assert.That(error!.Message, Does.Contain("'charge'").And.Contain("twice").And.Contain("'charge-1'"));
        });
        await _update.Next(async () =>
        {
            await UpdateAttempt.Current!.Once("charge", () => Do("charged"));
            await Assert.ThatAsync(() => UpdateAttempt.Current!.Once("charge", () => Do("charged")), Throws.InvalidOperationException, "also where the first was not run");
        });

        Assert.That(_done, Is.EqualTo(new[] { "charged" }));
    }

    [Test]
    public async Task The_same_name_at_once_is_an_error_too()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _update.Next(async () =>
        {
            var first = UpdateAttempt.Current!.Once("charge", async () =>
            {
                await go.Task;
                await Do("charged");
            });
            await Assert.ThatAsync(
                () => UpdateAttempt.Current!.Once("charge", () => Do("charged")), Throws.InvalidOperationException);
            go.SetResult();
            await first;
        });

        Assert.That(_done, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_call_in_a_step_that_is_not_run_again_does_not_stand_for_an_equal_one_outside()
    {
        using var telegram = new MockTelegram();
        using var bot = telegram.Bot();
        telegram.Answers("""{"ok":true,"result":{"message_id":1}}""").Answers("""{"ok":true,"result":{"message_id":2}}""");
        await _update.Fails(() => UpdateAttempt.Current!.Once("greet", () => bot.SendMessage(5, "hi")));

        await _update.Next(async () =>
        {
            await UpdateAttempt.Current!.Once("greet", () => bot.SendMessage(5, "hi"));
            Assert.That((await bot.SendMessage(5, "hi")).MessageId, Is.EqualTo(2),
                "the second greeting was never made before");
        });

        Assert.That(telegram.Received, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_result_that_has_become_another_type_is_an_error_that_says_so()
    {
        await _update.Fails(() => UpdateAttempt.Current!.Once("charge", StepJson.Default.Receipt, () => Task.FromResult(new Receipt("r-1", 250))));

        await _update.Next(async () =>
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(
                () => UpdateAttempt.Current!.Once("charge", StepJson.Default.Int32, () => Task.FromResult(1)));
            Assert.That(error!.Message, Does.Contain("'charge'").And.Contain("Int32").And.Contain("another name"));
        });
    }

    [Test]
    public async Task A_step_after_the_handler_has_returned_is_refused()
    {
        UpdateAttempt attempt = null!;
        await _update.Next(() =>
        {
            attempt = UpdateAttempt.Current!;
            return Task.CompletedTask;
        });

        Assert.That(UpdateAttempt.Current, Is.Null);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => attempt.Once("charge", () => Do("charged")));
        Assert.That(error!.Message, Does.Contain("after the handling of its update had ended"));
        Assert.That(_done, Is.Empty);
    }

    [Test]
    public async Task Steps_are_noted_also_where_calls_are_not()
    {
        using var update = new AttemptsOnOneUpdate(new DeliveryOptions { SayOnce = false });
        await update.Fails(() => UpdateAttempt.Current!.Once("charge", () => Do("charged")));
        await update.Next(() => UpdateAttempt.Current!.Once("charge", () => Do("charged")));

        Assert.That(_done, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Within_Repeat_a_step_is_run_again()
    {
        async Task Handler()
        {
            using (UpdateAttempt.Repeat()) await UpdateAttempt.Current!.Once("charge", () => Do("charged"));
        }

        await _update.Fails(Handler);
        await _update.Next(Handler);

        Assert.That(_done, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task An_attempt_knows_its_update_and_whether_it_is_the_last()
    {
        using var update = new AttemptsOnOneUpdate(new DeliveryOptions { MaxAttempts = 2 });
        var seen = new List<(long, string?, int, bool)>();
        Task Look()
        {
            var attempt = UpdateAttempt.Current!;
            seen.Add((attempt.UpdateId, attempt.Kind, attempt.Number, attempt.IsLast));
            Assert.That(attempt.Json.ToArray(), Is.EqualTo(AttemptsOnOneUpdate.Update.Body.ToArray()));
            Assert.That(attempt.ReceivedAt, Is.EqualTo(AttemptsOnOneUpdate.Update.ReceivedAt));
            return Task.CompletedTask;
        }

        await update.Fails(Look);
        await update.Next(Look);

        Assert.That(seen, Is.EqualTo(new (long, string?, int, bool)[] { (77, "message", 1, false), (77, "message", 2, true) }));
    }

    private Task Do(string what)
    {
        _done.Add(what);
        return Task.CompletedTask;
    }

    internal sealed record Receipt(string Id, int Cents);

    [JsonSerializable(typeof(Receipt))]
    [JsonSerializable(typeof(int))]
    internal sealed partial class StepJson : JsonSerializerContext;
}
