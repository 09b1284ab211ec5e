using System.Collections;
using System.Globalization;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>What every log line of a handler says besides what it says: update, kind and attempt.</summary>
internal sealed class HandlerScope(StoredUpdate update, int attempt) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 3;

    private string Kind => KindNames.Shown(update.Kind);

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("UpdateId", update.UpdateId),
        1 => new("Kind", Kind),
        2 => new("Attempt", attempt),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"update {update.UpdateId} ({Kind}), attempt {attempt}");
}
