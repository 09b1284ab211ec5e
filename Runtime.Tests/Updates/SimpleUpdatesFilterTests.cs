using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime.Tests.Updates;

public sealed class SimpleUpdatesFilterTests
{
    [Test]
    public async Task A_handler_gets_its_kind_and_only_kinds_with_one_are_asked_for()
    {
        List<string?> seen = [];
        var filter = new SimpleUpdatesFilter(Take) { CallbackQueryCallback = (query, _) => Add(query.Data) };

        await filter.Receive(Sample.Text("hi"));
        await filter.Receive(Sample.Update("callback_query", "{\"data\":\"pressed\"}"));
        await filter.Receive(Sample.Update("poll", "{}"));

        Assert.That(seen, Is.EqualTo(new[] { "hi", "pressed" }));
        Assert.That(filter.AllowedUpdates.Select(kind => kind.Value), Is.EqualTo(new[] { "message", "callback_query" }));

        ValueTask Take(Message message, CancellationToken ct) => Add(message.Text);
        ValueTask Add(string? text)
        {
            seen.Add(text);
            return ValueTask.CompletedTask;
        }
    }

    [Test]
    public async Task Every_kind_can_have_a_handler()
    {
        var called = new List<string>();
        var filter = new SimpleUpdatesFilter();
        foreach (var property in typeof(SimpleUpdatesFilter).GetProperties().Where(property => property.Name.EndsWith("Callback", StringComparison.Ordinal)))
        {
            // Init-only properties, set here as an initializer would that names all of them.
            var handler = typeof(SimpleUpdatesFilterTests).GetMethod(
                nameof(Recorder), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
                .MakeGenericMethod(property.PropertyType.GenericTypeArguments[0]).Invoke(null, [called, property.Name]);
            property.SetValue(filter, handler);
        }

        foreach (var kind in UpdateKinds.Known) await filter.Receive(Sample.Update(kind.Value, "{}"));
        await filter.Receive(Sample.Update("from_the_future", "{}"));

        var expected = UpdateKinds.Known.Select(kind => string.Concat(kind.Value.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..])) + "Callback");
        Assert.That(called, Is.EqualTo(expected.Append("UnknownUpdateCallback")));
        Assert.That(filter.AllowedUpdates, Is.EqualTo(UpdateKinds.Known));
    }

    [TestCase("message")]
    [TestCase("channel_post")]
    [TestCase("business_message")]
    public async Task Without_a_handler_for_albums_each_part_is_handled_as_a_message(string kind)
    {
        List<long> parts = [];
        List<int> albums = [];
        ValueTask Part(Message message, CancellationToken ct)
        {
            parts.Add(message.MessageId);
            return ValueTask.CompletedTask;
        }
        ValueTask Album(IReadOnlyList<Message> album, CancellationToken ct)
        {
            albums.Add(album.Count);
            return ValueTask.CompletedTask;
        }
        var album = Sample.Album(kind, Sample.Photo, Sample.Photo);

        await new SimpleUpdatesFilter { MessageCallback = Part, ChannelPostCallback = Part, BusinessMessageCallback = Part }.Receive(album);
        await new SimpleUpdatesFilter { MessageMediaGroupCallback = Album, ChannelPostMediaGroupCallback = Album, BusinessMessageMediaGroupCallback = Album }.Receive(album);
        await new SimpleUpdatesFilter
        {
            MessageCallback = Part,
            ChannelPostCallback = Part,
            BusinessMessageCallback = Part,
            MessageMediaGroupCallback = Album,
            ChannelPostMediaGroupCallback = Album,
            BusinessMessageMediaGroupCallback = Album,
        }.Receive(album);

        Assert.That(parts, Is.EqualTo(new long[] { 1, 2 }));
        Assert.That(albums, Is.EqualTo(new[] { 2, 2 }));
    }

    [Test]
    public void A_handler_that_fails_makes_the_receiver_fail()
    {
        var filter = new SimpleUpdatesFilter { MessageCallback = (_, _) => throw new InvalidOperationException("boom") };

        Assert.That(async () => await filter.Receive(Sample.Text("hi")), Throws.InvalidOperationException);
    }

    private static Func<T, CancellationToken, ValueTask> Recorder<T>(List<string> called, string name) => (_, _) =>
    {
        called.Add(name);
        return ValueTask.CompletedTask;
    };
}
