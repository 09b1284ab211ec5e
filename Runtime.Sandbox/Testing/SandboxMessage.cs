using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Rich;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>A message as somebody in the chat saw it at one moment.</summary>
public sealed class SandboxMessage
{
    private readonly JsonObject json;

    internal SandboxMessage(StoredMessage message, JsonObject json)
    {
        this.json = json;
        Stored = message;
    }

    /// <summary>message_id.</summary>
    public int Id => Stored.Id;

    /// <summary>The chat's id.</summary>
    public long ChatId => json.Object("chat").Long("id");

    /// <summary>Text or caption, or what a rich message says, a line for each block, item and row; empty without any.</summary>
    public string Text => json.Object("rich_message") is { } rich ? RichPlain.Of(rich) : json.Has("text") ? json.Text("text") : json.Text("caption");

    /// <summary>The texts of all inline and reply keyboard buttons, row by row.</summary>
    public IReadOnlyList<string> Buttons =>
    [
        .. (json.Object("reply_markup").Array("inline_keyboard") ?? json.Object("reply_keyboard").Array("keyboard") ?? [])
            .OfType<JsonArray>().SelectMany(row => row).Select(button => button.Text("text")),
    ];

    /// <summary>What the album it is part of is called; empty outside an album.</summary>
    public string MediaGroupId => json.Text("media_group_id");

    /// <summary>Whether it has been edited.</summary>
    public bool IsEdited => json.Has("edit_date");

    internal StoredMessage Stored { get; }

    /// <summary>A copy of the Bot API's Message object.</summary>
    public JsonObject ToJson() => json.Copy();

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
