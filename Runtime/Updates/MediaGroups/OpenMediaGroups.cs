using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Updates;

/// <summary>
/// Albums whose parts are still coming in, where no inbox holds them: which parts there are, and until when to wait for
/// more. Who uses it decides when to look, and guards it if there are several threads.
/// </summary>
internal sealed class OpenMediaGroups(TimeSpan debounce, TimeProvider time)
{
    private const int MaxDebounces = 5;

    private readonly Dictionary<MediaGroupKey, OpenMediaGroup> _open = [];
    private readonly long _start = time.GetTimestamp();

    /// <summary>The time since this was made, which is what <see cref="OpenMediaGroup.DueAt"/> counts.</summary>
    public TimeSpan Now => time.GetElapsedTime(_start);

    public IReadOnlyCollection<OpenMediaGroup> All => _open.Values;

    /// <summary>
    /// Keeps the update if it is a part of an album, and returns the album as far as it has come; null for any other
    /// update.
    /// </summary>
    public OpenMediaGroup? Hold(Update update)
    {
        if (MediaGroupUpdates.PartOf(update) is not { } message)
            return null;
        var key = new MediaGroupKey(message.Chat.Id, update.Type, message.MediaGroupId!);
        var now = Now;
        if (!_open.TryGetValue(key, out var group))
            _open[key] = group = new OpenMediaGroup(key, now + (debounce * MaxDebounces));
        group.Add(update, now + debounce);
        return group;
    }

    /// <summary>
    /// Takes the album out, to be given to the receiver; false when it is out already. A part that comes later is an
    /// album of its own.
    /// </summary>
    public bool Remove(OpenMediaGroup group) =>
        _open.TryGetValue(group.Key, out var current) && current == group && _open.Remove(group.Key);
}
