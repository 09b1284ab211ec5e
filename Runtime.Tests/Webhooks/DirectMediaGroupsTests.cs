using System.Text;
using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

public class DirectMediaGroupsTests
{
    private const int MaxBytes = 100_000;

    private readonly List<Update> _released = [];
    private readonly List<long> _bytes = [];
    private FakeTimeProvider _time = null!;
    private DirectMediaGroups _groups = null!;

    [SetUp]
    public void Begin()
    {
        _released.Clear();
        _bytes.Clear();
        _time = new FakeTimeProvider();
        _groups = new DirectMediaGroups(TimeSpan.FromSeconds(1), Release, _time, MaxBytes);
    }

    [TearDown]
    public void End() => _groups.Close();

    [Test]
    public void An_update_that_is_no_part_of_an_album_is_not_held() =>
        Assert.That(_groups.Hold(Update.Parse(Encoding.UTF8.GetBytes(TestServers.Message(1))), 100),
            Is.EqualTo(HoldResult.NotAPart));

    [Test]
    public void An_album_is_released_a_debounce_after_its_last_part_in_message_order()
    {
        Assert.That(_groups.Hold(Part(2), 100), Is.EqualTo(HoldResult.Held));
        _time.Advance(TimeSpan.FromSeconds(0.9));
        _groups.Hold(Part(1), 100);
        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.That(_released, Is.Empty);

        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.That(_released, Has.Count.EqualTo(1));
        Assert.That(_released[0].MediaGroup!.Select(part => part.MessageId), Is.EqualTo(new long[] { 1, 2 }));
        Assert.That(_released[0].UpdateId, Is.EqualTo(1));
        Assert.That(_released[0].Message!.MessageId, Is.EqualTo(1));
    }

    [Test]
    public void Ten_parts_are_an_album_at_once()
    {
        for (var i = 1; i <= 10; i++)
            _groups.Hold(Part(i), 100);

        Assert.That(_released.Single().MediaGroup, Has.Count.EqualTo(10));
    }

    [Test]
    public void An_album_is_never_held_longer_than_five_debounces()
    {
        for (var i = 1; i <= 6; i++)
        {
            _groups.Hold(Part(i), 100);
            _time.Advance(TimeSpan.FromSeconds(0.9));
        }

        Assert.That(_released, Has.Count.EqualTo(1));
    }

    [Test]
    public void Albums_of_other_chats_and_kinds_are_other_albums()
    {
        _groups.Hold(Part(1), 100);
        _groups.Hold(Part(2, chat: 5), 100);
        _groups.Hold(Part(3, kind: "channel_post"), 100);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.That(_released.Select(album => album.MediaGroup!.Count), Is.EqualTo(new[] { 1, 1, 1 }));
    }

    [Test]
    public void A_late_part_is_an_album_of_its_own_and_the_first_is_not_given_again()
    {
        _groups.Hold(Part(1), 100);
        _time.Advance(TimeSpan.FromSeconds(1));
        _groups.Hold(Part(2), 100);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.That(_released.Select(album => album.MediaGroup!.Single().MessageId), Is.EqualTo(new long[] { 1, 2 }));
    }

    [Test]
    public void Closing_releases_what_is_there_and_holds_nothing_more()
    {
        _groups.Hold(Part(1), 100);

        _groups.Close();

        Assert.That(_released, Has.Count.EqualTo(1));
        Assert.That(_groups.Hold(Part(2), 100), Is.EqualTo(HoldResult.Refused));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.That(_released, Has.Count.EqualTo(1));
    }

    [Test]
    public void What_is_held_or_handled_has_a_bound_and_is_given_back()
    {
        Assert.That(_groups.Hold(Part(1, chat: 1), 200_000), Is.EqualTo(HoldResult.Held), "one may always be");
        Assert.That(_groups.Hold(Part(2, chat: 2), 1), Is.EqualTo(HoldResult.Refused));
        Assert.That(_groups.Hold(Update.Parse(Encoding.UTF8.GetBytes(TestServers.Message(3))), 100),
            Is.EqualTo(HoldResult.NotAPart));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(_released, Has.Count.EqualTo(1));
        Assert.That(_groups.Hold(Part(2, chat: 2), 1), Is.EqualTo(HoldResult.Refused), "it is not handled yet");

        _groups.Handled(_bytes.Single());
        Assert.That(_groups.Hold(Part(2, chat: 2), 40_000), Is.EqualTo(HoldResult.Held));
        Assert.That(_groups.Hold(Part(3, chat: 2), 40_000), Is.EqualTo(HoldResult.Held));
        Assert.That(_groups.Hold(Part(4, chat: 2), 20_000), Is.EqualTo(HoldResult.Refused));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(_released[1].MediaGroup, Has.Count.EqualTo(2));
        _groups.Handled(_bytes[1]);

        var parts = Enumerable.Range(10, 1000).TakeWhile(id => _groups.Hold(Part(id, chat: id), 60) == HoldResult.Held)
            .Count();
        Assert.That(parts, Is.EqualTo(MaxBytes / (2048 + 60)), "small ones take more than they say");
    }

    [Test]
    public void A_part_that_comes_when_its_album_is_overdue_releases_it_at_once()
    {
        var time = new LateTimers();
        var groups = new DirectMediaGroups(TimeSpan.FromSeconds(1), (album, _) => _released.Add(album), time, MaxBytes);
        groups.Hold(Part(1), 100);

        time.Advance(TimeSpan.FromSeconds(7));
        groups.Hold(Part(2), 100);

        Assert.That(time.Set, Is.EqualTo(new[] { TimeSpan.FromSeconds(1), TimeSpan.Zero }),
            "a timer takes no time that has passed");
        groups.Close();
    }

    /// <summary>Timers that do not ring in time, as on a machine that has too much to do.</summary>
    private sealed class LateTimers : FakeTimeProvider
    {
        public List<TimeSpan> Set { get; } = [];

        public override ITimer CreateTimer(
            TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new LateTimer(Set);
    }

    private sealed class LateTimer(List<TimeSpan> set) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            set.Add(dueTime);
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }

    private void Release(Update album, long bytes)
    {
        _released.Add(album);
        _bytes.Add(bytes);
    }

    private static Update Part(long id, long chat = 77, string kind = "message") => Update.Parse(Encoding.UTF8.GetBytes(
        $$$"""{"update_id":{{{id}}},"{{{kind}}}":{"message_id":{{{id}}},"date":1,"chat":{"id":{{{chat}}},"type":"private"},"media_group_id":"g"}}"""));
}
