using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>Group commit: what comes in while one transaction is on its way goes together into the next.</summary>
internal sealed class AppendQueue : IAsyncDisposable
{
    private const int MostUpdates = 512;
    private const long MostBytes = 8 * 1024 * 1024;

    // Beyond this the sender is better off holding on to them.
    private const long MostWaitingBytes = 64 * 1024 * 1024;

    // Fewer are written as they come.
    private const int Few = 4;

    // Senders that have just got their answers send again at once, most of them, and a batch costs much while another
    // row in it costs little: so after a batch of many the next one waits for as many, for as long as the last one took
    // to write, and not longer than this.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(4);
    private const int Tries = 3;
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    private readonly InboxParts _parts;
    private readonly LanePool _pool;
    private readonly SeenClock _seen;
    private readonly DoubtfulLeases _doubtful;
    private readonly Action _leavesWork;
    private readonly Lock _gate = new();
    private readonly Signal _signal = new();
    private readonly Queue<AppendRequest> _waiting = [];
    private Task _running = Task.CompletedTask;
    private long _waitingBytes;
    private int _expected;
    private bool _closed;
    private volatile bool _refusing;

    /// <param name="parts">What is shared.</param>
    /// <param name="pool">Gets the lanes that become this instance's.</param>
    /// <param name="seen">How ids are told from those that may come again.</param>
    /// <param name="doubtful">Gets the statements whose outcome is unknown.</param>
    /// <param name="leavesWork">Called when others may have something to do.</param>
    public AppendQueue(InboxParts parts, LanePool pool, SeenClock seen, DoubtfulLeases doubtful, Action leavesWork)
    {
        _parts = parts;
        _pool = pool;
        _seen = seen;
        _doubtful = doubtful;
        _leavesWork = leavesWork;
    }

    public void Start() => _running = Task.Run(Run);

    /// <exception cref="InboxUnavailableException">The database fails, too much waits, or the inbox is
    /// closed.</exception>
    public Task<IReadOnlyList<AppendResult>> Append(IReadOnlyList<UpdateEnvelope> updates)
    {
        var request = AppendRequest.Of(updates, _parts.Context);
        lock (_gate)
        {
            if (_closed) throw new InboxUnavailableException("The inbox is closed.");
            if (_waitingBytes + request.Bytes > MostWaitingBytes && _waiting.Count > 0)
                throw new InboxUnavailableException("More updates wait to be written than the database takes; try again.");
            _waiting.Enqueue(request);
            _waitingBytes += request.Bytes;
            if (_waiting.Count >= _expected) _signal.Set();
        }

        return request.Done;
    }

    /// <summary>Takes no more, and waits for what was taken.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate) _closed = true;
        _signal.Set();
        await _running.ConfigureAwait(false);
        _signal.Dispose();
    }

    private async Task Run()
    {
        while (true)
        {
            var requests = TakeSome(out var closed);
            if (requests.Count > 0)
            {
                var began = _parts.LeaseTime.GetTimestamp();
                await Write(new AppendBatch(requests)).ConfigureAwait(false);
                await Gather(requests.Count, _parts.LeaseTime.GetElapsedTime(began)).ConfigureAwait(false);
            }
            else if (closed) return;
            else await _signal.Wait(InboxParts.Poll).ConfigureAwait(false);
        }
    }

    private async Task Gather(int last, TimeSpan took)
    {
        var began = _parts.LeaseTime.GetTimestamp();
        while (true)
        {
            TimeSpan left;
            lock (_gate)
            {
                // Those that came while the last ones were written are senders, too.
                if (_expected == 0) _expected = (last + _waiting.Count) * 15 / 16;
                left = (took < LongestWait ? took : LongestWait) - _parts.LeaseTime.GetElapsedTime(began);
                if (_closed || _expected < Few || _waiting.Count >= _expected || left <= TimeSpan.Zero)
                {
                    _expected = 0;
                    return;
                }
            }

            // It may be set from before: then it is looked once more.
            await _signal.Wait(left).ConfigureAwait(false);
        }
    }

    private List<AppendRequest> TakeSome(out bool closed)
    {
        var taken = new List<AppendRequest>();
        var (updates, bytes) = (0, 0L);
        lock (_gate)
        {
            closed = _closed;
            while (_waiting.TryPeek(out var next) && (taken.Count == 0 || (updates + next.Updates.Count <= MostUpdates && bytes + next.Bytes <= MostBytes)))
            {
                taken.Add(_waiting.Dequeue());
                updates += next.Updates.Count;
                bytes += next.Bytes;
            }

            _waitingBytes -= bytes;
        }

        return taken;
    }

    private async Task Write(AppendBatch batch)
    {
        var began = _parts.LeaseTime.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            var session = _pool.Session;
            var fence = session.NewFence();
            try
            {
                var leases = await batch.Write(_parts, session, fence, _pool.Room, _seen.Now).ConfigureAwait(false);
                if (_refusing) await Recovered().ConfigureAwait(false);
                // First in memory, then answered: a caller that has its answer finds the update there.
                _pool.Adopt(session, leases);
                if (batch.LeavesWork) _leavesWork();
                batch.Kept();
                return;
            }
            catch (InboxUnavailableException error)
            {
                _doubtful.Add(session, fence);
                if (!_refusing && tries < Tries && _parts.LeaseTime.GetElapsedTime(began) < Quick)
                {
                    // A connection that the server has closed, a deadlock: the next try is another one.
                    await Task.Delay(BetweenTries, TimeProvider.System).ConfigureAwait(false);
                    continue;
                }

                if (!_refusing) InboxLog.Failing(_parts.Logger, error);
                _refusing = true;
                batch.Refused(error);
                return;
            }
            catch (Exception error)
            {
                // Not the database's: what it is made of cannot be written, and must not end this loop.
                _doubtful.Add(session, fence);
                batch.Refused(
                    new InboxUnavailableException($"The updates could not be written: {error.Message}", error));
                return;
            }
        }
    }

    // Parts of albums that were refused are on their way again.
    private async Task Recovered()
    {
        _refusing = false;
        InboxLog.Recovered(_parts.Logger);
        try
        {
            await AlbumHold.Begin(_parts).ConfigureAwait(false);
        }
        catch (InboxUnavailableException error)
        {
            InboxLog.Failing(_parts.Logger, error);
        }
    }
}
