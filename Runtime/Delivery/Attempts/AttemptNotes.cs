using Telegram.Webhooks.Runtime.BotApi.Noted;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// Which equal calls and steps one attempt has taken so far, over the notes that its update keeps from attempt to attempt. Thread-safe.
/// </summary>
/// <param name="said">The update's notes.</param>
/// <param name="unknownCountsAsDone">Whether a call of unknown outcome is noted as done, without a result.</param>
internal sealed class AttemptNotes(SaidCalls said, bool unknownCountsAsDone)
{
    private const string StepPrefix = "step:";

    private readonly Lock _gate = new();

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

    /// <summary>Takes the lowest number that no equal call of this attempt has; null when the attempt is over.</summary>
    public CallNote? TakeCall(string methodName, CallDigest digest)
    {
        lock (_gate)
        {
            if (_ended) return null;
            var number = 1;
            while (IsTaken(methodName, digest, number)) number++;
            return Take(methodName, digest, number);
        }
    }

    /// <summary>Takes a step.</summary>
    /// <param name="scope">The steps it is in.</param>
    /// <param name="step">Its name.</param>
    /// <exception cref="InvalidOperationException">This attempt has taken it already, or is over.</exception>
    public CallNote TakeStep(string scope, string step)
    {
        var name = StepPrefix + step;
        var digest = CallDigest.Of(0, scope, name, default);
        lock (_gate)
        {
            if (_ended)
                throw new InvalidOperationException($"The step '{step}' came after the handling of its update had ended, so it cannot be noted. Await it in the handler.");
            if (IsTaken(name, digest, 1))
            {
                throw new InvalidOperationException(
                    $"The step '{step}' was used twice while one update was handled. A step is known by its name: give each its own, such as 'charge-1' and 'charge-2'.");
            }

            return Take(name, digest, 1);
        }
    }

    /// <summary>What comes later is not noted any more: whoever handles the update next may have begun.</summary>
    public void End()
    {
        lock (_gate) _ended = true;
    }

    private bool IsTaken(string name, CallDigest digest, int number)
    {
        for (var note = _taken; note is not null; note = note.Before)
            if (note.Number == number && note.Digest == digest && note.Name == name) return true;
        return false;
    }

    private Note Take(string name, CallDigest digest, int number)
    {
        var earlier = said.Count == 0 ? null : Find(name, digest, number);
        var note = new Note(this, name, digest, number, earlier) { Before = _taken };
        _taken = note;
        if (earlier is not null) NotRepeated++;
        return note;
    }

    private SaidCall? Find(string name, CallDigest digest, int number)
    {
        Span<byte> bytes = stackalloc byte[CallDigest.Size];
        digest.Write(bytes);
        return said.Find(name, bytes, number);
    }

    private void Keep(Note note, ReadOnlySpan<byte> result)
    {
        // Outside of the lock: the inbox is told of it. An attempt that is over notes nothing, though it may end just now; then it is noted, and is so.
        if (HasEnded) return;
        Span<byte> digest = stackalloc byte[CallDigest.Size];
        note.Digest.Write(digest);
        if (said.Add(note.Name, digest, note.Number, result)) return;
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

    private sealed class Note(AttemptNotes notes, string name, CallDigest digest, int number, SaidCall? earlier) : CallNote
    {
        public string Name => name;

        public CallDigest Digest => digest;

        public int Number => number;

        /// <summary>Guarded by the notes' lock.</summary>
        public Note? Before { get; set; }

        public override ReadOnlyMemory<byte>? Result => earlier?.Result;

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
