using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Rich;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>A message in a chat, as the bot sees it, and what a chat partner sees besides.</summary>
internal sealed class StoredMessage(int id, long authorId, JsonObject json)
{
    public int Id { get; } = id;

    /// <summary>A user's id, or the chat's for posts of a channel by people.</summary>
    public long AuthorId { get; } = authorId;

    /// <summary>The Message object.</summary>
    public JsonObject Json { get; set; } = json;

    /// <summary>A reply keyboard, its removal, or a forced reply: shown to people, never part of the Message.</summary>
    public JsonObject? ReplyKeyboard { get; set; }

    /// <summary>What the bot quoted as its answer to an inline query.</summary>
    public string? InlineMessageId { get; set; }

    public Dictionary<long, JsonArray> Reactions { get; } = [];

    /// <summary>Who chose which options of a poll.</summary>
    public Dictionary<long, IReadOnlyList<int>> Votes { get; } = [];

    /// <summary>The arguments of the call that sent an invoice or paid media: what people need to pay.</summary>
    public JsonObject? Offer { get; init; }

    /// <summary>Who paid: for paid media, or an invoice.</summary>
    public HashSet<long> Buyers { get; } = [];

    /// <summary>The forum topic it is in; 0 for none and for the general one.</summary>
    public int TopicId => Json.Boolean("is_topic_message") ? Json.Integer("message_thread_id") : 0;

    public string Text =>
        Json.Object("rich_message") is { } rich ? RichPlain.Of(rich) : Json.Has("text") ? Json.Text("text") : Json.Text("caption");

    /// <summary>As another message shows it: without its own reply.</summary>
    public JsonObject Quoted()
    {
        var copy = Json.Copy();
        copy.Remove("reply_to_message");
        return copy;
    }

    /// <summary>Before anybody paid, only the outlines are shown.</summary>
    private static void HidePaidMedia(JsonObject message)
    {
        if (message.Object("paid_media") is not { } paid) return;
        paid["paid_media"] = paid.Array("paid_media")!.Select(JsonNode? (item) =>
        {
            var media = item.Object("video") ?? item.Object("live_photo") ?? item.Array("photo")?[0];
            return new JsonObject { ["type"] = "preview" }.Take(media, "width", "height", "duration");
        }).ToJsonArray();
    }

    public JsonObject ForPeople()
    {
        var copy = Json.Copy();
        if (ReplyKeyboard is not null) copy["reply_keyboard"] = ReplyKeyboard.DeepClone();
        if (Buyers.Count == 0) HidePaidMedia(copy);
        if (Offer.Array("prices") is { } prices) copy["prices"] = prices.DeepClone();
        if (Buyers.Count > 0) copy["buyers"] = Buyers.Select(JsonNode? (id) => id).ToJsonArray();
        if (Reactions.Count > 0)
        {
            copy["reactions"] = Reactions.SelectMany(r => r.Value.Select(JsonNode? (item) =>
                new JsonObject { ["user_id"] = r.Key, ["type"] = item?.DeepClone() })).ToJsonArray();
        }
        if (Votes.Count > 0)
        {
            copy["votes"] = Votes.Select(JsonNode? (vote) =>
                new JsonObject { ["user_id"] = vote.Key, ["options"] = vote.Value.Select(JsonNode? (option) => option).ToJsonArray() }).ToJsonArray();
        }
        return copy;
    }
}
