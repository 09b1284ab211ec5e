using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>The bot's games, and who scored what in which chat.</summary>
internal sealed partial class Arcade(FileStore files)
{
    // By short name. Each has a picture of its own, by which a message with the game is known again wherever it is
    // copied to.
    private readonly Dictionary<string, Game> _games = new(StringComparer.Ordinal);
    private readonly Dictionary<(long Chat, string Game), List<Score>> _scores = [];
    private bool _isChosen;

    /// <summary>Adds a game. Once there is such a one, the bot has no other games than those.</summary>
    public void Add(string shortName, string title, string description)
    {
        if (!ShortName().IsMatch(shortName))
            throw new ArgumentException("A game's short name has 3 to 30 letters, digits and _.", nameof(shortName));
        if (!_isChosen) _games.Clear();
        _isChosen = true;
        _games[shortName] = Make(shortName, title, description);
    }

    /// <summary>As long as nobody said which games there are, every name that could be one is one.</summary>
    public Game? Find(string shortName)
    {
        if (_games.TryGetValue(shortName, out var known)) return known;
        return _isChosen || !ShortName().IsMatch(shortName)
            ? null
            : _games[shortName] = Make(shortName, shortName, $"The game {shortName}");
    }

    /// <summary>The game that a message has; null when it has none.</summary>
    public Game? Of(JsonObject message)
    {
        var picture = message.Object("game").Array("photo")?[0].Text("file_id");
        return _games.Values.FirstOrDefault(game => game.Photo.FileId == picture);
    }

    /// <summary>The scores in a chat, the highest first; of two equal ones the earlier.</summary>
    public IReadOnlyList<Score> Scores(Room room, Game game) =>
        _scores.GetValueOrDefault((room.Id, game.ShortName)) ?? [];

    public void SetScore(Room room, Game game, Person person, long points)
    {
        var key = (room.Id, game.ShortName);
        if (!_scores.TryGetValue(key, out var list)) _scores[key] = list = [];
        list.RemoveAll(score => score.Person == person);
        var place = list.FindIndex(score => score.Points < points);
        list.Insert(place < 0 ? list.Count : place, new Score(person, points));
    }

    private Game Make(string shortName, string title, string description) =>
        new(shortName, title, description,
            files.Add("photos", new UploadedFile("game.png", "image/png", SamplePicture.Png())));

    [GeneratedRegex("^[A-Za-z0-9_]{3,30}$")]
    private static partial Regex ShortName();

    public sealed record Score(Person Person, long Points);
}
