using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>Each step of a stop is taken, whatever the ones before it did.</summary>
public sealed class StopStepsTests
{
    private readonly InvalidOperationException _first = new("first");

    [Test]
    public async Task Steps_that_succeed_throw_nothing()
    {
        var steps = new StopSteps();

        await steps.Take(() => Task.CompletedTask);

        Assert.That(steps.ThrowIfAny, Throws.Nothing);
    }

    [Test]
    public async Task One_failure_that_two_steps_end_with_is_thrown_as_it_is()
    {
        var steps = new StopSteps();

        await steps.Take(() => throw _first);
        await steps.Take(() => throw _first);

        Assert.That(steps.ThrowIfAny, Throws.Exception.SameAs(_first));
    }

    [Test]
    public async Task Several_failures_are_all_thrown()
    {
        var steps = new StopSteps();

        await steps.Take(() => throw _first);
        await steps.Take(() => throw new InvalidOperationException("second"));

        Assert.That(steps.ThrowIfAny, Throws.TypeOf<AggregateException>().With.Property("InnerExceptions").Count.EqualTo(2));
    }
}
