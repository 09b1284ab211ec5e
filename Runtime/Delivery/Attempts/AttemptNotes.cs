using Telegram.Webhooks.Runtime.BotApi.Noted;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// Which equal calls and steps one attempt has taken so far, over the notes that its update keeps from attempt to
/// attempt. Thread-safe.
/// </summary>
/// <param name="said">The update's notes.</param>
/// <param name="unknownCountsAsDone">Whether a call of unknown outcome is noted as done, without a result.</param>
internal sealed class AttemptNotes(SaidCalls said, bool unknownCountsAsDone)
{
    private const string StepPrefix = "step:";

    private readonly Lock _gate = new();

    // What this attempt adds itself it need not look up.
    private readonly bool _hasEarlier = said.Count > 0;

    // The last one taken, each with the one before.
    private Note? _taken;
    private bool _ended;

    /// <summary>How many calls and steps were found noted, and so were not made again.</summary>
    public int NotRepeated { get; private set; }

    /// <summary>How many could not be noted because the update's notes are full.</summary>
    public int NotNoted { get; private set; }

    public bool HasEnded
    {
        get
        {
            lock (_gate) return _ended;
        }
    }

    /// <summary>
    /// Takes the lowest number that no equal call of this attempt has; null when the attempt is over.
    /// </summary>
    public CallNote? TakeCall(string methodName, CallKey key)
    {
        lock (_gate)
        {
            if (_ended) return null;
            var number = 1;
            while (IsTaken(methodName, ref key, number)) number++;
            return Take(methodName, key, number);
        }
    }

    /// <summary>Takes a step.</summary>
    /// <param name="scope">The steps it is in.</param>
    /// <param name="step">Its name.</param>
    /// <exception cref="InvalidOperationException">This attempt has taken it already, or is over.</exception>
    public CallNote TakeStep(string scope, string step)
    {
        var name = StepPrefix + step;
        var key = CallKey.Of(0, scope, name, default);
        lock (_gate)
        {
            if (_ended)
                throw new InvalidOperationException($"The step '{step}' came after the handling of its update had ended, so it cannot be noted. Await it in the handler.");
            if (IsTaken(name, ref key, 1))
            {
                throw new InvalidOperationException(
                    $"The step '{step}' was used twice while one update was handled. A step is known by its name: give each its own, such as 'charge-1' and 'charge-2'.");
            }

            return Take(name, key, 1);
        }
    }

    /// <summary>What comes later is not noted any more: the next attempt may have begun.</summary>
    public void End()
    {
        lock (_gate) _ended = true;
    }

    private bool IsTaken(string name, ref CallKey key, int number)
    {
        for (var note = _taken; note is not null; note = note.Before)
        {
            if (note.Number != number || note.Name != name) continue;
            // One that was stored has nothing else left to compare.
            var other = note.Key;
            if (other.IsHashed != key.IsHashed) (key, other) = (key.Hashed(), other.Hashed());
            if (other.IsSameAs(key)) return true;
        }

        return false;
    }

    private Note Take(string name, CallKey key, int number)
    {
        SaidCall? earlier = null;
        if (_hasEarlier)
        {
            key = key.Hashed();
            earlier = said.Find(name, key.Digest, number);
        }

        var note = new Note(this, name, key, number, earlier) { Before = _taken };
        _taken = note;
        if (earlier is not null) NotRepeated++;
        return note;
    }

    private void Keep(Note note, ReadOnlySpan<byte> result)
    {
        // Outside of the lock: it is handed to the inbox. An attempt that is over notes nothing, though it may end just
        // now; then it is noted, and is so.
        if (HasEnded) return;
        if (said.Add(note, result)) return;
        // Nobody will ask for it, and a handler may call thousands of times.
        note.Hash();
        lock (_gate) NotNoted++;
    }

    private void Release(Note note)
    {
        lock (_gate)
        {
            if (_taken == note) _taken = note.Before;
            for (var later = _taken; later is not null; later = later.Before)
                if (later.Before == note) later.Before = note.Before;
        }
    }

    private sealed class Note(
        AttemptNotes notes, string name, CallKey key, int number, SaidCall? earlier) : CallNote, INewlySaid
    {
        private CallKey _key = key;

        public string Name => name;

        public int Number => number;

        public CallKey Key => Volatile.Read(ref _key);

        int INewlySaid.Occurrence => number;

        int INewlySaid.HeldBytes => Key.HeldBytes;

        ReadOnlySpan<byte> INewlySaid.Digest => Hash();

        /// <summary>Guarded by the notes' lock.</summary>
        public Note? Before { get; set; }

        public override ReadOnlyMemory<byte>? Result => earlier?.Result;

        // Two threads may hash at once: both get the same.
        public ReadOnlySpan<byte> Hash()
        {
            var hashed = Key.Hashed();
            Volatile.Write(ref _key, hashed);
            return hashed.Digest;
        }

        public override void Succeeded(ReadOnlySpan<byte> result) => notes.Keep(this, result);

        public override void Failed(bool mayHaveBeenExecuted)
        {
            // The number is free again: who tries once more in the same attempt makes the same call.
            if (mayHaveBeenExecuted && notes.CountsAsDone) notes.Keep(this, default);
            else notes.Release(this);
        }
    }

    private bool CountsAsDone => unknownCountsAsDone;
}
