using System.Text.Json;
using Telegram.Webhooks.Runtime.BotApi.Resilience;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

internal sealed class MethodSafetyTests
{
    /// <summary>
    /// Every method whose second execution would be seen by somebody, cost something or change something again.
    /// </summary>
    private const string NotSafe = """
        logOut close
        sendMessage sendPhoto sendLivePhoto sendAudio sendDocument sendVideo sendAnimation sendVoice sendVideoNote sendPaidMedia sendMediaGroup
        sendLocation sendVenue sendContact sendPoll sendChecklist sendDice sendMessageDraft sendRichMessage sendRichMessageDraft sendSticker
        sendInvoice sendGame sendGift sendChatJoinRequestWebApp
        forwardMessage forwardMessages copyMessage copyMessages answerWebAppQuery answerGuestQuery
        exportChatInviteLink createChatInviteLink createChatSubscriptionInviteLink createInvoiceLink createForumTopic createNewStickerSet addStickerToSet
        replaceStickerInSet replaceManagedBotToken savePreparedInlineMessage savePreparedKeyboardButton
        pinChatMessage unpinChatMessage setChatPhoto setMyProfilePhoto removeMyProfilePhoto setBusinessAccountProfilePhoto removeBusinessAccountProfilePhoto
        approveSuggestedPost declineSuggestedPost postStory repostStory
        giftPremiumSubscription transferBusinessAccountStars convertGiftToStars upgradeGift transferGift refundStarPayment
        """;

    [Test]
    public void Every_method_of_the_schema_is_classified_as_pinned_here()
    {
        var notSafe = NotSafe.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

        var classified = Methods().Where(method => !MethodSafety.IsSafeToRepeat(method));

        Assert.That(classified, Is.EquivalentTo(notSafe));
    }

    [Test]
    public void A_new_method_must_be_thought_about_before_it_counts_as_classified() =>
        Assert.That(Methods().Count(), Is.EqualTo(185),
            "decide in MethodSafety whether the new methods may be repeated");

    [Test]
    public void An_unknown_method_is_not_repeated() =>
        Assert.That(MethodSafety.IsSafeToRepeat("teleportChat"), Is.False);

    private static IEnumerable<string> Methods()
    {
        var directory = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "global.json")))
            directory = directory.Parent;
        using var schema = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(directory!.FullName, "Runtime", "BotApi", "Schema", "bot-api.json")));
        return [.. schema.RootElement.GetProperty("methods").EnumerateObject().Select(method => method.Name)];
    }
}
