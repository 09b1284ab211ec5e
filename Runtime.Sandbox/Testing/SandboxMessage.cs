using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Rich;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>A message as somebody in the chat saw it at one moment.</summary>
public sealed class SandboxMessage
{
    private readonly JsonObject _json;

    internal SandboxMessage(StoredMessage message, JsonObject json)
    {
        _json = json;
        Stored = message;
    }

    /// <summary>message_id.</summary>
    public int Id => Stored.Id;

    /// <summary>The chat's id.</summary>
    public long ChatId => _json.Object("chat").Long("id");

    /// <summary>
    /// Text or caption, or what a rich message says, a line for each block, item and row; empty without any.
    /// </summary>
    public string Text =>
        _json.Object("rich_message") is { } rich ? RichPlain.Of(rich) : _json.Has("text") ? _json.Text("text") : _json.Text("caption");

    /// <summary>The texts of all inline and reply keyboard buttons, row by row.</summary>
    public IReadOnlyList<string> Buttons =>
    [
        .. (_json.Object("reply_markup").Array("inline_keyboard") ?? _json.Object("reply_keyboard").Array("keyboard") ?? [])
            .OfType<JsonArray>().SelectMany(row => row).Select(button => button.Text("text")),
    ];

    /// <summary>What the album it is part of is called; empty outside an album.</summary>
    public string MediaGroupId => _json.Text("media_group_id");

    /// <summary>Whether it has been edited.</summary>
    public bool IsEdited => _json.Has("edit_date");

    internal StoredMessage Stored { get; }

    /// <summary>A copy of the Bot API's Message object.</summary>
    public JsonObject ToJson() => _json.Copy();

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
