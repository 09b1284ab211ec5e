using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>The inbox that lives and dies with the process.</summary>
internal sealed class MemoryInbox : IUpdateInbox
{
    private readonly MemoryInboxOptions _options;
    private readonly TimeProvider _time;
    private readonly LaneScheduler _lanes;
    private readonly MemorySeenIds _seen;
    private readonly SortedDictionary<long, (StoredUpdate? Update, DeadLetter Letter, DateTimeOffset DeadAt)> _dead = [];
    private readonly DeadLetterSweep _sweep;
    private long _lastId;
    private long _deadBytes;
    private bool _closed;

    public MemoryInbox(MemoryInboxOptions options, InboxContext context)
    {
        _options = options;
        _time = context.TimeProvider;
        _lanes = new LaneScheduler(_time, context.MediaGroupsDebounce);
        _seen = new MemorySeenIds(options.Retention);
        var logger = new UnfailingLogger(context.LoggerFactory.CreateLogger("Telegram.Webhooks.Runtime.Inbox"));
        _sweep = new DeadLetterSweep(options.DeadLetterRetention, _time, ForgetDead, logger);
    }

    public ValueTask<AppendResult> Append(UpdateEnvelope update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        cancellationToken.ThrowIfCancellationRequested();
        var now = _time.GetUtcNow();
        lock (_lanes.Gate)
        {
            if (_closed) throw new InboxUnavailableException("The inbox is closed.");
            if (_lanes.HeldBytes + _deadBytes + update.Body.Length > _options.MaxBytes)
                throw new InboxUnavailableException($"The inbox is full: it holds its {nameof(MemoryInboxOptions.MaxBytes)} of {_options.MaxBytes} bytes.");
            if (update.UpdateId is { } id && !_seen.Add(id, now)) return new ValueTask<AppendResult>(AppendResult.Duplicate);
            _lastId++;
            var stored = update.UpdateId is null ? null : MakeStored(_lastId, update, now);
            if (update.Fault is { } fault) AddDead(stored, MakeLetter(_lastId, update, now, fault), now);
            else Enqueue(stored!, now);
        }

        return new ValueTask<AppendResult>(AppendResult.Appended);
    }

    public ValueTask<UpdateClaim> Claim(CancellationToken cancellationToken = default) => _lanes.Claim(cancellationToken);

    public ValueTask<bool> Complete(UpdateClaim claim) => new(_lanes.Finish(claim));

    public ValueTask<bool> Retry(UpdateClaim claim, DateTimeOffset dueAt, string? error)
    {
        if (_lanes.Take(claim) is not { } unit) return new ValueTask<bool>(false);
        _lanes.Return(unit, dueAt, error is null ? unit.Attempt - 1 : unit.Attempt);
        return new ValueTask<bool>(true);
    }

    public ValueTask<bool> Bury(UpdateClaim claim, string error)
    {
        if (_lanes.Take(claim) is not { } unit) return new ValueTask<bool>(false);
        lock (_lanes.Gate)
        {
            foreach (var part in unit.Parts) AddDead(part, MakeLetter(part, unit.Attempt, error), _time.GetUtcNow());
        }

        _lanes.Remove(unit);
        return new ValueTask<bool>(true);
    }

    public ValueTask<bool> Replay(long id, CancellationToken cancellationToken = default)
    {
        lock (_lanes.Gate)
        {
            if (!_dead.TryGetValue(id, out var dead) || dead.Update is not { } update) return new ValueTask<bool>(false);
            RemoveDead(id, dead.Letter);
            Enqueue(update.With(++_lastId, update.Body), _time.GetUtcNow());
        }

        return new ValueTask<bool>(true);
    }

    public async IAsyncEnumerable<DeadLetter> DeadLetters([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<DeadLetter> letters;
        lock (_lanes.Gate) letters = [.. _dead.Values.Select(dead => dead.Letter)];
        foreach (var letter in letters)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return letter;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    public ValueTask<int> Purge(long? id, CancellationToken cancellationToken = default)
    {
        lock (_lanes.Gate)
        {
            var count = _dead.Count;
            if (id is not { } one)
            {
                _dead.Clear();
                _deadBytes = 0;
            }
            else if (_dead.TryGetValue(one, out var dead))
            {
                RemoveDead(one, dead.Letter);
            }

            return new ValueTask<int>(count - _dead.Count);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _sweep.DisposeAsync().ConfigureAwait(false);
        lock (_lanes.Gate) _closed = true;
        _lanes.Dispose();
    }

    private ValueTask<int> ForgetDead(DateTimeOffset before)
    {
        lock (_lanes.Gate)
        {
            var old = _dead.Where(dead => dead.Value.DeadAt < before).Take(DeadLetterSweep.StepSize).ToList();
            foreach (var (id, dead) in old) RemoveDead(id, dead.Letter);
            return new ValueTask<int>(old.Count);
        }
    }

    private void Enqueue(StoredUpdate update, DateTimeOffset now) => _lanes.Add(_lanes.LaneOf(update), update, attempt: 0, dueAt: default, now);

    private void AddDead(StoredUpdate? update, DeadLetter letter, DateTimeOffset now)
    {
        _dead.Add(letter.Id, (update, letter, now));
        _deadBytes += letter.Body.Length;
    }

    private void RemoveDead(long id, DeadLetter letter)
    {
        _dead.Remove(id);
        _deadBytes -= letter.Body.Length;
    }

    private static StoredUpdate MakeStored(long id, UpdateEnvelope update, DateTimeOffset now) => new()
    {
        Id = id,
        UpdateId = update.UpdateId!.Value,
        Kind = update.Kind,
        Lane = update.Lane,
        MediaGroupId = update.MediaGroupId,
        Body = update.Body,
        ReceivedAt = now,
    };

    private static DeadLetter MakeLetter(long id, UpdateEnvelope update, DateTimeOffset now, string error) => new()
    {
        Id = id,
        UpdateId = update.UpdateId,
        Kind = update.Kind,
        Body = update.Body,
        ReceivedAt = now,
        Attempts = 0,
        Error = error,
    };

    private static DeadLetter MakeLetter(StoredUpdate part, int attempts, string error) => new()
    {
        Id = part.Id,
        UpdateId = part.UpdateId,
        Kind = part.Kind,
        Body = part.Body,
        ReceivedAt = part.ReceivedAt,
        Attempts = attempts,
        Error = error,
    };
}
