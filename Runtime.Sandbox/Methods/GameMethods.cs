using System.Globalization;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary><c>sendGame</c>, <c>setGameScore</c> and <c>getGameHighScores</c>.</summary>
internal static class GameMethods
{
    // Of the scores around a user's own, and of the best: what getGameHighScores tells.
    private const int Neighbours = 2;
    private const int Best = 3;

    public static JsonNode SendGame(MethodCall call)
    {
        if (call.Parameters.Text("game_short_name").Length == 0) throw ApiError.BadRequest("game_short_name is empty");
        if (call.Room().IsChannel) throw ApiError.BadRequest("games can't be sent to channel chats");
        return call.Send(() => Content(call.World, call.Parameters.Text("game_short_name")));
    }

    /// <summary>
    /// The score counts in the message's chat. Unless the call says otherwise, the message then shows the best ones.
    /// </summary>
    public static JsonNode SetGameScore(MethodCall call)
    {
        var (room, message, game) = Target(call, "message to set game score", "game score can't be set");
        var (user, points) = (call.User(), call.Parameters.Long("score"));
        if (points < 0) throw ApiError.BadRequest("SCORE_INVALID");
        var before = call.World.Arcade.Scores(room, game).FirstOrDefault(score => score.Person == user)?.Points;
        if (points == before || (points < before && !call.Parameters.Boolean("force")))
            throw ApiError.BadRequest("BOT_SCORE_NOT_MODIFIED");
        call.World.Arcade.SetScore(room, game, user, points);
        if (!call.Parameters.Boolean("disable_edit_message"))
        {
            var board = Board(call.World.Arcade.Scores(room, game));
            call.World.Change(room, message, byBot: true, marksEdited: true,
                json => json["game"] = WithText(json, new JsonObject { ["text"] = board }));
        }
        return call.Parameters.Has("inline_message_id") ? MethodCall.True() : message.Json.DeepClone();
    }

    /// <summary>The user's score with two neighbours on each side, and the best three.</summary>
    public static JsonNode GetGameHighScores(MethodCall call)
    {
        var (room, _, game) = Target(call, "message to get game high scores", "MESSAGE_ID_INVALID");
        var user = call.User();
        var scores = call.World.Arcade.Scores(room, game)
            .Select((score, index) => (score.Person, score.Points, Index: index)).ToList();
        var own = scores.FindIndex(score => score.Person == user);
        return scores.Where(score => score.Index < Best || (own >= 0 && Math.Abs(score.Index - own) <= Neighbours))
            .Select(JsonNode? (score) => new JsonObject { ["position"] = score.Index + 1, ["user"] = score.Person.ToJson(), ["score"] = score.Points }).ToJsonArray();
    }

    public static JsonObject Content(SandboxWorld world, string shortName)
    {
        var game = world.Arcade.Find(shortName) ?? throw ApiError.BadRequest("wrong game short name specified");
        return new JsonObject
        {
            ["game"] = new JsonObject { ["title"] = game.Title, ["description"] = game.Description, ["photo"] = MediaContent.PhotoSizes(game.Photo) },
        };
    }

    /// <summary>The game of a message with another text: what an edit of the message's text changes.</summary>
    public static JsonObject WithText(JsonObject message, JsonObject text)
    {
        var game = message.Object("game")!.Copy();
        game["text"] = text.Text("text");
        game.Remove("text_entities");
        if (text.Array("entities") is { } entities) game["text_entities"] = entities.DeepClone();
        return game;
    }

    /// <summary>
    /// A game has a button to play it, its own or one that is made for it; nothing else has such a button.
    /// </summary>
    public static JsonObject? Keyboard(JsonObject content, JsonObject? inline)
    {
        var plays = (inline.Array("inline_keyboard")?[0] as JsonArray)?[0].Has("callback_game") == true;
        if (content.Object("game") is not { } game)
            return plays ? throw ApiError.BadRequest("BUTTON_TYPE_INVALID") : inline;
        if (inline is null)
            return new JsonObject { ["inline_keyboard"] = new JsonArray(new JsonArray(Play(game.Text("title")))) };
        return plays ? inline : throw ApiError.BadRequest("REPLY_MARKUP_GAME_EMPTY");
    }

    private static JsonObject Play(string title) =>
        new() { ["text"] = "Play " + title, ["callback_game"] = new JsonObject() };

    private static string Board(IEnumerable<Arcade.Score> scores) =>
        string.Join('\n', scores.Take(Best).Select((score, index) => string.Create(CultureInfo.InvariantCulture, $"{index + 1}. {score.Person.FirstName} – {score.Points}")));

    private static (Room Room, StoredMessage Message, Game Game) Target(MethodCall call, string name, string refusal)
    {
        var (room, message) = call.Target(name);
        return call.IsOwn(message) && call.World.Arcade.Of(message.Json) is { } game
            ? (room, message, game)
            : throw ApiError.BadRequest(refusal);
    }
}
