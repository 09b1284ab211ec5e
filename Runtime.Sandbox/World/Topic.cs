namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>A topic of a forum.</summary>
/// <param name="id">message_thread_id: the id of the message that created it. 0 for the general topic.</param>
/// <param name="name">Its name.</param>
/// <param name="color">RGB of its icon.</param>
internal sealed class Topic(int id, string name, int color)
{
    public const int DefaultColor = 0x6FB9F0;

    public int Id { get; } = id;

    public string Name { get; set; } = name;

    public int Color { get; } = color;

    public string EmojiId { get; set; } = "";

    public long CreatorId { get; init; }

    public bool IsClosed { get; set; }

    /// <summary>Only the general topic can be hidden.</summary>
    public bool IsHidden { get; set; }
}
