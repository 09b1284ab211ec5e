using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>A user, or a bot.</summary>
internal sealed class Person(
    long id, string firstName, string? lastName, string? username, bool isBot, string languageCode = "en")
{
    public long Id { get; } = id;

    public string FirstName { get; } = firstName;

    public string? LastName { get; } = lastName;

    public string? Username { get; } = username;

    public bool IsBot { get; } = isBot;

    /// <summary>Profile photos, the newest first.</summary>
    public List<StoredFile> Photos { get; } = [];

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["id"] = Id, ["is_bot"] = IsBot, ["first_name"] = FirstName };
        if (LastName is not null) json["last_name"] = LastName;
        if (Username is not null) json["username"] = Username;
        if (!IsBot) json["language_code"] = languageCode;
        return json;
    }
}
