using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Updates.Shortcuts;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MediaGroupFlowsTests
{
    private readonly FlowsUpdatesFilter _filter = new();
    private readonly Dictionary<string, List<string>> _seen = [];

    [Test]
    public async Task Albums_are_lists_of_their_parts_by_what_these_are()
    {
        Lists("all", _filter.MediaGroupMessages());
        Lists("photos", _filter.MediaGroupPhotosMessages());
        Lists("videos", _filter.MediaGroupVideosMessages());
        Lists("visual", _filter.MediaGroupVisualMessages());
        Lists("audio", _filter.MediaGroupAudioMessages());
        Lists("documents", _filter.MediaGroupDocumentMessages());
        Lists("photos of a flow", _filter.MessageMediaGroupsFlow.MediaGroupPhotosMessages());

        await SendAlbums();

        Assert.That(_seen, Is.EquivalentTo(new Dictionary<string, List<string>>
        {
            ["all"] = ["1,2,3", "1,2", "1"],
            ["photos"] = ["1,3"],
            ["videos"] = ["2"],
            ["visual"] = ["1,2,3"],
            ["audio"] = ["1,2"],
            ["documents"] = ["1"],
            ["photos of a flow"] = ["1,3"],
        }));
    }

    [Test]
    public async Task Parts_of_albums_come_one_by_one_beside_messages_that_are_in_none()
    {
        Items("sent", _filter.SentMessagesWithMediaGroups());
        Items("photos", _filter.PhotoMessagesWithMediaGroups());
        Items("images", _filter.ImageMessagesWithMediaGroups());
        Items("videos", _filter.VideoMessagesWithMediaGroups());
        Items("audio", _filter.AudioMessagesWithMediaGroups());
        Items("documents", _filter.DocumentMessagesWithMediaGroups());

        await SendAlbums();
        await _filter.Receive(Sample.Message(Sample.Photo, id: 9));
        await _filter.Receive(Sample.Message("\"delete_chat_photo\":true", id: 10));

        Assert.That(_seen, Is.EquivalentTo(new Dictionary<string, List<string>>
        {
            ["sent"] = ["1", "2", "3", "1", "2", "1", "9"],
            ["photos"] = ["1", "3", "9"],
            ["images"] = ["1", "3", "9"],
            ["videos"] = ["2"],
            ["audio"] = ["1", "2"],
            ["documents"] = ["1"],
        }));
    }

    [Test]
    public async Task An_album_is_one_sent_message_but_not_one_of_its_media()
    {
        Items("sent", _filter.SentMessages());
        Items("photos", _filter.PhotoMessages());
        Items("no albums", _filter.MessagesFlow.WithoutMediaGroups());
        Items("flattened", _filter.AllSentMediaGroupsFlow.Flatten());

        await _filter.Receive(Sample.Album("message", Sample.Photo, Sample.Photo));

        Assert.That(_seen, Is.EquivalentTo(new Dictionary<string, List<string>> { ["sent"] = ["1"], ["flattened"] = ["1", "2"] }));
    }

    [Test]
    public async Task Albums_and_messages_can_be_taken_from_one_chat()
    {
        Items("by id", _filter.MessagesFlow.FilterBaseMessageUpdatesByChatId(1));
        Items("by chat", _filter.MessagesFlow.FilterBaseMessageUpdatesByChat(new Chat { Id = 1 }));
        Lists("albums by id", _filter.MessageMediaGroupsFlow.FilterSentMediaGroupUpdatesByChatId(1));
        Lists("albums elsewhere", _filter.MessageMediaGroupsFlow.FilterSentMediaGroupUpdatesByChat(new Chat { Id = 2 }));

        await _filter.Receive(Sample.Album("message", Sample.Photo, Sample.Photo));
        await _filter.Receive(Sample.Message(chat: 2, id: 3));

        Assert.That(_seen, Is.EquivalentTo(new Dictionary<string, List<string>> { ["by id"] = ["1"], ["by chat"] = ["1"], ["albums by id"] = ["1,2"] }));
    }

    private async Task SendAlbums()
    {
        await _filter.Receive(Sample.Album("message", Sample.Photo, Sample.Video, Sample.Photo));
        await _filter.Receive(Sample.Album("channel_post", Sample.Audio, Sample.Audio));
        await _filter.Receive(Sample.Album("message", Sample.Document));
    }

    private void Lists(string name, UpdateFlow<IReadOnlyList<Message>> flow) =>
        flow.OnEach(album => See(name, string.Join(",", album.Select(part => part.MessageId))));

    private void Items(string name, UpdateFlow<Message> flow) =>
        flow.OnEach(message => See(name, $"{message.MessageId}"));

    private void See(string name, string what)
    {
        lock (_seen)
        {
            if (!_seen.TryAdd(name, [what])) _seen[name].Add(what);
        }
    }
}
