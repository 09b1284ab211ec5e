using System.Text;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

internal sealed class SendingTests : MethodTest
{
    private static readonly byte[] Bytes = Encoding.UTF8.GetBytes("not really media");

    [Test]
    public async Task A_text_comes_back_as_a_message_and_is_heard()
    {
        var sent = await Api.SendMessage(Ada.Id, "hello *Ada*", parseMode: ParseMode.MarkdownV2);
        Assert.That((sent.Text, sent.Chat.Id, sent.From!.Id), Is.EqualTo(("hello Ada", Ada.Id, Telegram.BotId)));
        Assert.That(sent.Entities!.Single().Type, Is.EqualTo(MessageEntityType.Bold));
        Assert.That(sent.Date, Is.EqualTo(Time.GetUtcNow()));
        Assert.That((await Ada.Hears("hello Ada")).Id, Is.EqualTo(sent.MessageId));
        Assert.That(await Kinds(), Is.Empty, "a bot gets no update for what it says itself");
    }

    [Test]
    public async Task Every_sort_of_media_comes_back_with_its_file_and_caption()
    {
        var photo = await Api.SendPhoto(Ada.Id, Picture(), caption: "a photo", hasSpoiler: true);
        Assert.That((photo.Photo![0].Width, photo.Photo[0].Height, photo.HasMediaSpoiler), Is.EqualTo((32, 32, true)));
        var document = await Api.SendDocument(Ada.Id, Bytes.ToInputFile("notes.txt"), caption: "a document");
        Assert.That((document.Document!.FileName, document.Document.MimeType, document.Document.FileSize),
            Is.EqualTo(("notes.txt", "text/plain", (long)Bytes.Length)));
        var audio = await Api.SendAudio(
            Ada.Id, Bytes.ToInputFile("song.mp3"), caption: "a song", duration: 7, performer: "P", title: "T");
        Assert.That((audio.Audio!.Duration, audio.Audio.Performer, audio.Audio.Title, audio.Audio.MimeType),
            Is.EqualTo((7, "P", "T", "audio/mpeg")));
        var video = await Api.SendVideo(
            Ada.Id, Bytes.ToInputFile("clip.mp4"), caption: "a video", width: 64, height: 48, duration: 3);
        Assert.That((video.Video!.Width, video.Video.Height, video.Video.Duration), Is.EqualTo((64, 48, 3)));
        var voice = await Api.SendVoice(Ada.Id, Bytes.ToInputFile("voice.ogg"), caption: "a voice", duration: 2);
        Assert.That((voice.Voice!.Duration, voice.Voice.MimeType), Is.EqualTo((2, "audio/ogg")));
        var animation = await Api.SendAnimation(Ada.Id, Bytes.ToInputFile("dance.mp4"), caption: "an animation");
        Assert.That(animation.Document!.FileId, Is.EqualTo(animation.Animation!.FileId),
            "animations are documents too");
        foreach (var caption in new[] { "a photo", "a document", "a song", "a video", "a voice", "an animation" })
            await Ada.Hears(caption);

        var note = await Api.SendVideoNote(Ada.Id, Bytes.ToInputFile("note.mp4"), length: 200);
        Assert.That((note.VideoNote!.Length, note.Caption), Is.EqualTo((200, (string?)null)));
        var sticker = await Api.SendSticker(Ada.Id, Picture(), emoji: "🙂");
        Assert.That((sticker.Sticker!.Emoji, sticker.Sticker.Type), Is.EqualTo(("🙂", StickerType.Regular)));
    }

    [Test]
    public async Task Places_contacts_and_dice_come_back_as_asked()
    {
        var place = await Api.SendLocation(Ada.Id, 51.5, -0.12, livePeriod: 60, heading: 90);
        Assert.That((place.Location!.Latitude, place.Location.LivePeriod, place.Location.Heading),
            Is.EqualTo((51.5, 60, 90)));
        var venue = await Api.SendVenue(Ada.Id, 51.5, -0.12, "Lab", "1 Example Street");
        Assert.That((venue.Venue!.Title, venue.Venue.Location.Longitude, venue.Location!.Latitude),
            Is.EqualTo(("Lab", -0.12, 51.5)));
        var contact = await Api.SendContact(Ada.Id, "15550100", "Bob", lastName: "B");
        Assert.That((contact.Contact!.PhoneNumber, contact.Contact.LastName), Is.EqualTo(("15550100", "B")));
        foreach (var (emoji, sides) in new[] { ("🎲", 6), ("🏀", 5), ("🎰", 64) })
        {
            var dice = (await Api.SendDice(Ada.Id, emoji: emoji)).Dice!;
            Assert.That(dice.Emoji, Is.EqualTo(emoji));
            Assert.That(dice.Value, Is.InRange(1, sides));
        }
        await Refused(400, "Bad Request: wrong dice emoji specified", () => Api.SendDice(Ada.Id, emoji: "🐳"));
    }

    [Test]
    public async Task A_reply_shows_what_it_answers_and_quotes_a_part()
    {
        var question = await Ada.Says("how are you today?");
        var answer = await Api.SendMessage(
            Ada.Id, "well", replyParameters: new ReplyParameters { MessageId = question.Id, Quote = "today" });
        Assert.That((answer.ReplyToMessage!.Text, answer.Quote!.Text, answer.Quote.Position),
            Is.EqualTo(("how are you today?", "today", 12)));
        Assert.That((await Api.SendMessage(Ada.Id, "and again", replyParameters: To(answer.MessageId))).ReplyToMessage!.ReplyToMessage, Is.Null, "one level only");

        await Refused(400, "Bad Request: message to be replied not found",
            () => Api.SendMessage(Ada.Id, "x", replyParameters: To(9999)));
        Assert.That((await Api.SendMessage(Ada.Id, "anyway", replyParameters: To(9999, optional: true))).ReplyToMessage,
            Is.Null);
        await Refused(400, "Bad Request: QUOTE_TEXT_INVALID",
            () => Api.SendMessage(
                Ada.Id, "x", replyParameters: new ReplyParameters { MessageId = question.Id, Quote = "tomorrow" }));
    }

    [Test]
    public async Task A_reply_to_another_chat_is_an_external_one()
    {
        var lab = Telegram.Group("Lab", Ada);
        var said = await Ada.In(lab).SendsPhoto(caption: "in the lab");
        var answer = await Api.SendMessage(
            Ada.Id, "seen", replyParameters: new ReplyParameters { MessageId = said.Id, ChatId = lab.Id });
        Assert.That(answer.ReplyToMessage, Is.Null);
        Assert.That((answer.ExternalReply!.Chat!.Id, answer.ExternalReply.MessageId),
            Is.EqualTo((lab.Id, (long?)said.Id)));
        Assert.That(answer.ExternalReply.Photo, Has.Count.EqualTo(1));
        Assert.That(((MessageOriginUser)answer.ExternalReply.Origin).SenderUser.Id, Is.EqualTo(Ada.Id));
    }

    [Test]
    public async Task Protection_and_effects_stay_with_the_message()
    {
        var sent = await Api.SendMessage(
            Ada.Id, "secret", protectContent: true, messageEffectId: "5104841245755180586");
        Assert.That((sent.HasProtectedContent, sent.EffectId), Is.EqualTo((true, "5104841245755180586")));
        await Refused(400, "Bad Request: message can't be forwarded",
            () => Api.ForwardMessage(Ada.Id, Ada.Id, sent.MessageId));
        await Refused(400, "Bad Request: message can't be copied",
            () => Api.CopyMessage(Ada.Id, Ada.Id, sent.MessageId));
    }

    [Test]
    public async Task Chat_actions_are_taken_by_name()
    {
        foreach (var action in new[] { ChatAction.Typing, ChatAction.UploadPhoto, ChatAction.FindLocation })
            Assert.That(await Api.SendChatAction(Ada.Id, action), Is.True);
        await Refused(400, "Bad Request: wrong parameter action in request",
            () => Api.SendChatAction(Ada.Id, "dancing"));
        await Refused(400, "Bad Request: chat not found", () => Api.SendChatAction(77, ChatAction.Typing));
    }

    [Test]
    public async Task A_place_off_the_globe_and_a_caption_too_long_are_refused()
    {
        await Refused(400, "Bad Request: invalid location specified", () => Api.SendLocation(Ada.Id, 91, 0));
        await Api.SendPhoto(Ada.Id, Picture(), caption: new string('x', 1024));
        await Refused(400, "Bad Request: message caption is too long",
            () => Api.SendPhoto(Ada.Id, Picture(), caption: new string('x', 1025)));
    }

    [Test]
    public async Task A_draft_is_seen_until_the_message_comes()
    {
        Assert.That(await Api.SendMessageDraft(Ada.Id, 1, text: "I am thin"), Is.True);
        await Ada.SeesDraft("I am thin");
        await Api.SendMessageDraft(Ada.Id, 1, text: "I am thinking");
        await Ada.SeesDraft("I am thinking");
        await Api.SendMessage(Ada.Id, "I am thinking.");
        Assert.That(Telegram.World.PrivateRoom(Ada.Person).Drafts, Is.Empty);
        await Refused(400, "Bad Request: draft_id must be non-zero", () => Api.SendMessageDraft(Ada.Id, 0, text: "x"));
    }
}
