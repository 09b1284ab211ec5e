using System.Diagnostics;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

/// <summary>From which span an update came in, for as long as that is known.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReceiveLinksTests
{
    private readonly ReceiveLinks _links = new();

    [Test]
    public void An_album_is_linked_to_each_span_that_brought_a_part_and_to_each_once()
    {
        var (one, other) = (Span(), Span());
        _links.Add(1, one);
        _links.Add(2, other);
        _links.Add(3, one);

        Assert.That(Of(1, 2, 3), Is.EqualTo(new[] { one, other }));
        Assert.That(Of(4), Is.Null);
    }

    [Test]
    public void A_duplicate_took_the_link_from_the_request_that_brought_the_update()
    {
        var first = Span();
        _links.Add(1, first);
        _links.Add(1, Span());

        Assert.That(Of(1), Is.EqualTo(new[] { first }));
    }

    [Test]
    public void What_is_done_is_forgotten_and_nothing_else_is([Values] bool asOne)
    {
        for (var id = 1; id <= 3; id++) _links.Add(id, Span());
        if (asOne) _links.Remove(Updates(1, 2));
        else _links.Remove(1);

        Assert.That(Of(1), Is.Null);
        Assert.That(Of(2), asOne ? Is.Null : Has.One.Items);
        Assert.That(Of(3), Has.One.Items);
    }

    [Test]
    public void Updates_that_are_never_handled_took_memory_without_a_bound()
    {
        for (var id = 1; id <= 10_000; id++) _links.Add(id, Span());
        Assert.That(Of(1), Has.One.Items);

        _links.Add(10_001, Span());

        Assert.That(Of(1), Is.Null, "the oldest gives way");
        Assert.That(Of(2), Has.One.Items);
        Assert.That(Of(10_001), Has.One.Items);
    }

    private IEnumerable<ActivityContext>? Of(params long[] ids) =>
        _links.Of(Updates(ids))?.Select(link => link.Context);

    private static List<StoredUpdate> Updates(params long[] ids) =>
        [.. ids.Select(id => new StoredUpdate { Id = id, UpdateId = id, Body = default, ReceivedAt = default })];

    private static ActivityContext Span() =>
        new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
}
