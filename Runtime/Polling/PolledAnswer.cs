using System.Security.Cryptography;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Polling;

/// <summary>
/// What an answer of <c>getUpdates</c> holds: which updates are new, and how far the offset may go when they are kept.
/// </summary>
internal sealed class PolledAnswer
{
    private readonly List<long?> _ids = [];

    /// <param name="updates">The updates as they came.</param>
    /// <param name="known">Marks of those without a number that are kept already.</param>
    public PolledAnswer(IReadOnlyList<byte[]> updates, HashSet<string> known)
    {
        foreach (var body in updates)
        {
            var envelope = UpdateEnvelope.Read(body);
            // Telegram's numbers have 32 bits.
            if (envelope.UpdateId is { } id and >= 0 and < int.MaxValue)
            {
                New.Add(envelope);
                Nameless.Clear();
                _ids.Add(id);
                continue;
            }

            var mark = Convert.ToBase64String(SHA256.HashData(body));
            if (!known.Contains(mark)) New.Add(envelope);
            Nameless.Add(mark);
            _ids.Add(null);
        }
    }

    /// <summary>The updates that are to be kept, in order.</summary>
    public List<UpdateEnvelope> New { get; } = [];

    /// <summary>
    /// Marks of the updates that an offset cannot pass for certain: they may come again, and are kept by then.
    /// </summary>
    public HashSet<string> Nameless { get; } = [];

    /// <summary>The offset that passes these updates.</summary>
    public long? OffsetAfter(long? offset)
    {
        foreach (var id in _ids)
        {
            if (id is { } known) offset = known + 1;
            // Numbers rise, so this one has the offset's or a higher: one more forgets this update at most, and it is
            // kept.
            else if (offset < int.MaxValue) offset++;
        }

        return offset;
    }
}
