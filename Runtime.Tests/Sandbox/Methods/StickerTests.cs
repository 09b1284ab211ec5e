using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

internal sealed class StickerTests : MethodTest
{
    private const string Name = "cats_by_sandbox_bot";

    [Test]
    public async Task A_set_is_made_shown_and_sent_from()
    {
        var uploaded = await Api.UploadStickerFile(Ada.Id, Picture(), StickerFormat.Static);
        Assert.That(await Api.CreateNewStickerSet(Ada.Id, Name, "Cats", [Sticker("🐈"), new InputSticker { Sticker = uploaded.FileId.ToInputFile(), Format = StickerFormat.Static, EmojiList = ["😺", "😸"] }]), Is.True);
        var set = await Api.GetStickerSet(Name);
        Assert.That((set.Name, set.Title, set.StickerType), Is.EqualTo((Name, "Cats", StickerType.Regular)));
        Assert.That(set.Stickers.Select(sticker => (sticker.Emoji, sticker.SetName)), Is.EqualTo(new[] { ("🐈", Name), ("😺", Name) }));
        var sent = await Api.SendSticker(Ada.Id, set.Stickers[1].FileId.ToInputFile());
        Assert.That((sent.Sticker!.SetName, sent.Sticker.Emoji, sent.Sticker.FileUniqueId),
            Is.EqualTo((Name, "😺", uploaded.FileUniqueId)));
    }

    [Test]
    public async Task Stickers_are_added_moved_replaced_and_taken_out()
    {
        await Api.CreateNewStickerSet(Ada.Id, Name, "Cats", [Sticker("🐈")]);
        await Api.AddStickerToSet(Ada.Id, Name, Sticker("🐕"));
        var dog = (await Api.GetStickerSet(Name)).Stickers[1].FileId;
        await Api.SetStickerPositionInSet(dog, 0);
        Assert.That(await Emoji(), Is.EqualTo(new[] { "🐕", "🐈" }));
        await Api.SetStickerEmojiList(dog, ["🐩"]);
        await Api.SetStickerSetTitle(Name, "Pets");
        Assert.That(((await Api.GetStickerSet(Name)).Title, (await Emoji())[0]), Is.EqualTo(("Pets", "🐩")));
        await Api.ReplaceStickerInSet(Ada.Id, Name, dog, Sticker("🐁"));
        Assert.That(await Emoji(), Is.EqualTo(new[] { "🐁", "🐈" }));
        await Api.DeleteStickerFromSet((await Api.GetStickerSet(Name)).Stickers[0].FileId);
        Assert.That(await Emoji(), Is.EqualTo(new[] { "🐈" }));
        Assert.That(await Api.DeleteStickerSet(Name), Is.True);
        await Refused(400, "Bad Request: STICKERSET_INVALID", () => Api.GetStickerSet(Name));
    }

    [Test]
    public async Task Custom_emoji_are_found_by_their_ids()
    {
        await Api.CreateNewStickerSet(Ada.Id, Name, "Cats", [Sticker("🐈"), Sticker("🐕")], StickerType.CustomEmoji);
        var stickers = (await Api.GetStickerSet(Name)).Stickers;
        Assert.That(stickers.Select(sticker => sticker.CustomEmojiId).Distinct().Count(), Is.EqualTo(2));
        Assert.That((await Api.GetCustomEmojiStickers([stickers[1].CustomEmojiId!, "77"])).Single().Emoji,
            Is.EqualTo("🐕"));
    }

    [Test]
    public async Task Wrong_names_and_emoji_and_unknown_stickers_are_refused()
    {
        await Refused(400, "Bad Request: invalid sticker set name is specified",
            () => Api.CreateNewStickerSet(Ada.Id, "cats", "Cats", [Sticker("🐈")]));
        await Refused(400, "Bad Request: invalid sticker emojis",
            () => Api.CreateNewStickerSet(Ada.Id, Name, "Cats", [Sticker()]));
        await Refused(400, "Bad Request: STICKERSET_INVALID", () => Api.GetStickerSet(Name));
        await Api.CreateNewStickerSet(Ada.Id, Name, "Cats", [Sticker("🐈")]);
        await Refused(400, "Bad Request: sticker set name is already occupied",
            () => Api.CreateNewStickerSet(Ada.Id, Name, "Cats", [Sticker("🐈")]));
        await Refused(400, "Bad Request: STICKER_INVALID", () => Api.DeleteStickerFromSet("nonsense"));
    }

    private static InputSticker Sticker(params string[] emoji) =>
        new() { Sticker = Picture(), Format = StickerFormat.Static, EmojiList = emoji };

    private async Task<IReadOnlyList<string?>> Emoji() =>
        [.. (await Api.GetStickerSet(Name)).Stickers.Select(sticker => sticker.Emoji)];
}
