using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>The inbox that lives and dies with the process.</summary>
internal sealed partial class MemoryInbox : IUpdateInbox
{
    // Of MaxBytes, on top of it.
    private const int SeenPart = 4;

    // What an update takes besides its body.
    private const int UpdateBytes = 256;

    private readonly MemoryInboxOptions _options;
    private readonly InboxContext _context;
    private readonly TimeProvider _time;
    private readonly LaneScheduler _lanes;
    private readonly MemorySeenIds _seen;
    private readonly MemoryDeadLetters _dead;
    private readonly UnfailingLogger _logger;
    private readonly DeadLetterSweep _sweep;

    // What went wrong the last time with updates that wait for a retry.
    private readonly Dictionary<long, string> _errors = [];
    private long _errorBytes;
    private long _lastId;
    private int _evicted;
    private TimeSpan _evictedAgainAt;
    private bool _closed;

    public MemoryInbox(MemoryInboxOptions options, InboxContext context)
    {
        _options = options;
        _context = context;
        _time = context.TimeProvider;
        _lanes = new LaneScheduler(_time, context.MediaGroupsDebounce);
        _seen = new MemorySeenIds(options.Retention, options.MaxBytes / SeenPart);
        _dead = new MemoryDeadLetters(options.DeadLetters);
        _logger = new UnfailingLogger(context.LoggerFactory.CreateLogger("Telegram.Webhooks.Runtime.Inbox"));
        _sweep = new DeadLetterSweep(options.DeadLetterRetention, _time, ForgetDead, _logger);
    }

    public ValueTask<IReadOnlyList<AppendResult>> Append(
        IReadOnlyList<UpdateEnvelope> updates, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(updates);
        cancellationToken.ThrowIfCancellationRequested();
        var results = new AppendResult[updates.Count];
        lock (_lanes.Gate)
        {
            CheckRoom(updates, updates.Sum(static update => (long)update.Body.Length));
            // None is handed out before all are kept.
            _lanes.Load(() =>
            {
                for (var i = 0; i < results.Length; i++) results[i] = AppendOne(updates[i]);
            });
        }

        return new ValueTask<IReadOnlyList<AppendResult>>(results);
    }

    public ValueTask<AppendResult> Append(UpdateEnvelope update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lanes.Gate)
        {
            CheckRoom([update], update.Body.Length);
            return new ValueTask<AppendResult>(AppendOne(update));
        }
    }

    public ValueTask<UpdateClaim> Claim(CancellationToken cancellationToken = default) =>
        _lanes.Claim(cancellationToken);

    public ValueTask<bool> Complete(UpdateClaim claim)
    {
        lock (_lanes.Gate)
        {
            if (!_lanes.Finish(claim)) return new ValueTask<bool>(false);
            SetError(claim.Updates[0].Id, null);
        }

        return new ValueTask<bool>(true);
    }

    public ValueTask<bool> Retry(UpdateClaim claim, TimeSpan wait, string? error)
    {
        lock (_lanes.Gate)
        {
            if (_lanes.Take(claim) is not { } unit) return new ValueTask<bool>(false);
            if (error is not null) SetError(unit.First.Id, DeadLetter.Shorten(error));
            _lanes.Return(unit, RetryWait.Clamp(wait, _context.LongestWait), error is null ? unit.Attempt - 1 : unit.Attempt);
        }

        return new ValueTask<bool>(true);
    }

    public ValueTask<bool> Bury(UpdateClaim claim, string error)
    {
        ArgumentNullException.ThrowIfNull(error);
        lock (_lanes.Gate)
        {
            if (_lanes.Take(claim) is not { } unit) return new ValueTask<bool>(false);
            SetError(unit.First.Id, null);
            var said = unit.Said;
            foreach (var part in unit.Parts)
            {
                AddDead(new(MakeLetter(part, unit.Attempt, DeadLetter.Shorten(error), said), part, said, _time.GetUtcNow()));
                said = null;
            }

            _lanes.Remove(unit);
        }

        return new ValueTask<bool>(true);
    }

    public ValueTask StopClaiming()
    {
        _lanes.StopClaiming();
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> Replay(long id, CancellationToken cancellationToken = default)
    {
        lock (_lanes.Gate)
        {
            CheckOpen();
            if (_dead.Find(id) is not { Update: { } update, Said: var said }) return new ValueTask<bool>(false);
            _dead.Remove(id);
            Enqueue(new StoredRow(update.With(++_lastId, update.Body), Said: said));
        }

        return new ValueTask<bool>(true);
    }

    public async IAsyncEnumerable<DeadLetter> DeadLetters(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<long> ids;
        lock (_lanes.Gate)
        {
            CheckOpen();
            ids = _dead.Ids();
        }

        foreach (var id in ids)
        {
            cancellationToken.ThrowIfCancellationRequested();
            DeadLetter? letter;
            lock (_lanes.Gate) letter = _dead.Find(id)?.Letter;
            if (letter is not null) yield return letter;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    public ValueTask<int> Purge(long? id, CancellationToken cancellationToken = default)
    {
        lock (_lanes.Gate)
        {
            CheckOpen();
            var count = _dead.Count;
            if (id is { } one) _dead.Remove(one);
            else _dead.Clear();
            return new ValueTask<int>(count - _dead.Count);
        }
    }

    public ValueTask<InboxStatus> Status(CancellationToken cancellationToken = default)
    {
        lock (_lanes.Gate)
        {
            CheckOpen();
            var survey = _lanes.Survey();
            return new ValueTask<InboxStatus>(new InboxStatus
            {
                Pending = _lanes.Held,
                Handled = survey.Handled,
                Waiting = survey.WaitingUpdates,
                Dead = _dead.Count,
                OldestAge = survey.Oldest is { } oldest ? RetryWait.Clamp(_time.GetUtcNow() - oldest.ReceivedAt, TimeSpan.MaxValue) : null,
            });
        }
    }

    public ValueTask<IReadOnlyList<WaitingUpdate>> Waiting(int limit, CancellationToken cancellationToken = default)
    {
        lock (_lanes.Gate)
        {
            CheckOpen();
            return new ValueTask<IReadOnlyList<WaitingUpdate>>(
                _lanes.Survey().List(limit, update => _errors.GetValueOrDefault(update.Id)));
        }
    }

    public Task WhenSafeToClose(CancellationToken cancellationToken = default)
    {
        lock (_lanes.Gate) return _closed ? Task.CompletedTask : _lanes.WhenEmpty().WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _sweep.DisposeAsync().ConfigureAwait(false);
        int lost;
        lock (_lanes.Gate)
        {
            lost = _closed ? 0 : _lanes.Held;
            _closed = true;
        }

        _lanes.Dispose();
        if (lost == 0) return;
        Lost(lost);
        _context.OnFault?.Invoke(new InboxException($"{lost} updates that were acknowledged and not handled are lost: the inbox is in memory, and was closed."));
    }

    private ValueTask<int> ForgetDead(DateTimeOffset before)
    {
        lock (_lanes.Gate)
        {
            var old = _dead.Before(before, DeadLetterSweep.StepSize);
            foreach (var id in old) _dead.Remove(id);
            return new ValueTask<int>(old.Count);
        }
    }

    private void AddDead(MemoryDeadLetters.DeadEntry entry)
    {
        _evicted += _dead.Add(entry);
        if (_evicted == 0 || _lanes.Now < _evictedAgainAt) return;
        // Once a minute: what fills an inbox with dead letters does so many times a second.
        _evictedAgainAt = _lanes.Now + TimeSpan.FromMinutes(1);
        Evicted(_evicted);
        _context.OnFault?.Invoke(new InboxException($"{_evicted} of the oldest dead letters gave way to newer ones: they have their share of the inbox."));
        _evicted = 0;
    }

    private void CheckOpen()
    {
        if (_closed) throw new InboxUnavailableException("The inbox is closed.");
    }

    private void CheckRoom(IReadOnlyList<UpdateEnvelope> updates, long bytes)
    {
        CheckOpen();
        var held = _lanes.HeldBytes + _errorBytes + ((_lanes.Held + (long)updates.Count) * UpdateBytes);
        if (held + _dead.Bytes + bytes <= _options.MaxBytes) return;
        // They come again; an album that waits for one of them goes on waiting.
        foreach (var part in updates)
            if (part.MediaGroupId is { } group) _lanes.Refused(_context.LaneOf(part), part.Kind, group);
        throw new InboxUnavailableException($"The inbox is full: it holds its {nameof(MemoryInboxOptions.MaxBytes)} of {_options.MaxBytes} bytes.");
    }

    private void SetError(long id, string? error)
    {
        if (_errors.Remove(id, out var before)) _errorBytes -= before.Length * sizeof(char);
        if (error is null) return;
        _errors[id] = error;
        _errorBytes += error.Length * sizeof(char);
    }

    private AppendResult AppendOne(UpdateEnvelope update)
    {
        var now = _time.GetUtcNow();
        if (update.UpdateId is { } id ? !_seen.Add(id, _lanes.Now) : _dead.HasNameless(update.Body.Span))
            return AppendResult.Duplicate;
        _lastId++;
        var stored = update.UpdateId is null ? null : MakeStored(_lastId, update, now);
        if (update.Fault is { } fault) AddDead(new(MakeLetter(_lastId, update, now, fault), stored, null, now));
        else Enqueue(new StoredRow(stored!, IsNew: true));
        return AppendResult.Appended;
    }

    private void Enqueue(StoredRow row) => _lanes.Add(_lanes.LaneOf(row.Update), row);

    private StoredUpdate MakeStored(long id, UpdateEnvelope update, DateTimeOffset now) => new()
    {
        Id = id,
        UpdateId = update.UpdateId!.Value,
        Kind = update.Kind,
        Lane = update.Fault is null ? _context.LaneOf(update) : null,
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
        Error = DeadLetter.Shorten(error),
    };

    private static DeadLetter MakeLetter(StoredUpdate part, int attempts, string error, SaidCalls? said) => new()
    {
        Id = part.Id,
        UpdateId = part.UpdateId,
        Kind = part.Kind,
        Body = part.Body,
        ReceivedAt = part.ReceivedAt,
        Attempts = attempts,
        Error = error,
        Said = said?.ToList() ?? [],
    };

    [LoggerMessage(3050, LogLevel.Error, "{Count} updates that were acknowledged and not handled are lost: the inbox is in memory, and was closed.")]
    private partial void Lost(int count);

    [LoggerMessage(3051, LogLevel.Warning, "{Count} of the oldest dead letters gave way to newer ones: they have their share of the inbox.")]
    private partial void Evicted(int count);
}
