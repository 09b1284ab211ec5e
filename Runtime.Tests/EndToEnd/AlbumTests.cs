using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.EndToEnd;

/// <summary>The parts of an album come one by one over the wire and reach the receiver as one update.</summary>
internal sealed class AlbumTests : EndToEndTest
{
    private static readonly TimeSpan Debounce = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<Update> _handled = new();

    [SetUp]
    public void Forget() => _handled.Clear();

    [TestCaseSource(nameof(Inboxes))]
    public async Task Three_parts_are_one_update(string inbox)
    {
        var clock = new FakeTimeProvider();
        await using var server = await Listen(Take, With(inbox, Debounce, clock));

        var sent = await Ada.SendsAlbum(3, "holiday");
        Assert.That((await Telegram.Deliveries(3)).Select(delivery => delivery.Status), Is.All.EqualTo(200));
        Assert.That(_handled, Is.Empty);

        await IsOneAlbum(clock, sent.Select(message => message.Id));
    }

    [Test]
    public async Task A_restart_in_the_midst_of_an_album_loses_no_part()
    {
        await using var network = new CuttingProxy(Port);
        await using (await Listen(Take, With("sqlite", Debounce, new FakeTimeProvider()), new SetWebhook(network.Url)))
        {
            network.BreakAfter(answers: 1);
            var sent = await Ada.SendsAlbum(3, "holiday");
            var deliveries = await Telegram.Deliveries(2);
            Assert.That((sent.Count, deliveries[0].Status, deliveries[1].Status), Is.EqualTo((3, (int?)200, (int?)null)));
        }

        var clock = new FakeTimeProvider();
        await using var server = await Listen(Take, With("sqlite", Debounce, clock), new SetWebhook(network.Url));
        network.Heal();
        var arrived = 1;
        for (var i = 0; i < 30 && arrived < 3; i++)
        {
            await Settle();
            Time.Advance(TimeSpan.FromSeconds(2));
            await Settle();
            arrived = (await Telegram.Deliveries(0)).Count(delivery => delivery.Status == 200);
        }
        Assert.That((arrived, _handled.Count), Is.EqualTo((3, 0)));

        await IsOneAlbum(clock, null);
    }

    private ValueTask Take(Update update, CancellationToken cancellationToken)
    {
        _handled.Enqueue(update);
        return default;
    }

    private async Task IsOneAlbum(FakeTimeProvider clock, IEnumerable<int>? ids)
    {
        // Once more than needed: a part that was left out would follow.
        for (var i = 0; i < 30 && _handled.IsEmpty; i++)
        {
            clock.Advance(Debounce);
            await Settle();
        }
        clock.Advance(Debounce * 5);
        await Settle();

        var album = _handled.Single();
        Assert.That(album.MediaGroup, Has.Count.EqualTo(3));
        Assert.That(album.Message!.Caption, Is.EqualTo("holiday"));
        if (ids is not null)
            Assert.That(album.MediaGroup!.Select(part => (int)part.MessageId), Is.EqualTo(ids));
    }
}
