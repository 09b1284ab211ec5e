using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.EndToEnd;

/// <summary>The parts of an album come one by one over the wire and reach the receiver as one update.</summary>
internal sealed class AlbumTests : EndToEndTest
{
    private static readonly TimeSpan Debounce = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<Update> _handled = new();

    private TaskCompletionSource _taken = NewSignal();

    [SetUp]
    public void Forget()
    {
        _handled.Clear();
        _taken = NewSignal();
    }

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
            Assert.That((sent.Count, deliveries[0].Status, deliveries[1].Status),
                Is.EqualTo((3, (int?)200, (int?)null)));
        }

        var clock = new FakeTimeProvider();
        await using var server = await Listen(Take, With("sqlite", Debounce, clock), new SetWebhook(network.Url));
        network.Heal();
        var second = await UntilTaken(3);
        await UntilTaken(second + 1);
        Assert.That(_handled, Is.Empty);
        // What came in while the parts from before were still being read from the file is brought in after them; no
        // clock may jump meanwhile.
        await Settle();

        await IsOneAlbum(clock, null);
    }

    private ValueTask Take(Update update, CancellationToken cancellationToken)
    {
        _handled.Enqueue(update);
        _taken.TrySetResult();
        return default;
    }

    private async Task IsOneAlbum(FakeTimeProvider clock, IEnumerable<int>? ids)
    {
        // The group's time begins a moment after its last part was answered, so one turn of the clock may come too
        // early.
        for (var i = 0; i < 20 && !_taken.Task.IsCompleted; i++)
        {
            clock.Advance(Debounce);
            await _taken.Task.WaitAsync(TimeSpan.FromSeconds(1), TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // A part that was left out would follow.
        clock.Advance(Debounce * 5);
        await Settle();

        var album = _handled.Single();
        Assert.That(album.MediaGroup, Has.Count.EqualTo(3));
        Assert.That(album.Message!.Caption, Is.EqualTo("holiday"));
        if (ids is not null)
            Assert.That(album.MediaGroup!.Select(part => (int)part.MessageId), Is.EqualTo(ids));
    }
}
