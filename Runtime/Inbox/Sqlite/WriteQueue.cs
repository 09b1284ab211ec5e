namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>What waits for the writer's next commit. Bounded by bytes of updates; transitions are bounded by what is claimed.</summary>
internal sealed class WriteQueue
{
    /// <summary>What one commit takes at most.</summary>
    private const int MaxBatch = 2048;

    private const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>How long what nobody waits for may wait for a commit to ride along with.</summary>
    private static readonly TimeSpan LazyDelay = TimeSpan.FromMilliseconds(10);

    // The finest step a timed wait has.
    private static readonly TimeSpan GatherStep = TimeSpan.FromMilliseconds(1);

    /// <summary>As many lazy changes make a commit worthwhile by themselves.</summary>
    private const int LazyBatch = 512;

    private readonly object _gate = new();
    private readonly Queue<WriteCommand> _commands = new();
    private long _bytes;
    private int _urgent;
    private bool _closing;
    private bool _retryNow;

    public bool IsClosing
    {
        get
        {
            lock (_gate) return _closing;
        }
    }

    /// <summary>More waits than the next commit takes: who adds what nobody waits for should wait all the same.</summary>
    public bool IsBehind
    {
        get
        {
            lock (_gate) return _commands.Count > MaxBatch;
        }
    }

    /// <summary>False when the queue is full or closing.</summary>
    public bool TryAdd(WriteCommand command)
    {
        lock (_gate)
        {
            if (_closing || (_bytes > MaxBytes && !command.IsKept)) return false;
            _commands.Enqueue(command);
            _bytes += command.Bytes;
            if (command.IsUrgent) _urgent++;
            if (_urgent == 1 || _commands.Count == LazyBatch || _commands.Count == 1) Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Lets the writer try what it kept once more.</summary>
    public void RetryNow()
    {
        lock (_gate)
        {
            _retryNow = true;
            Monitor.Pulse(_gate);
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits for something to commit and moves it to the batch; false when the queue is closed and empty.</summary>
    /// <param name="batch">Takes the commands.</param>
    /// <param name="hasKept">The writer has changes of its own that wait for <see cref="RetryNow"/>.</param>
    /// <param name="gather">How long to wait for more at most, while more keeps coming.</param>
    public bool Take(List<WriteCommand> batch, bool hasKept, TimeSpan gather = default)
    {
        lock (_gate)
        {
            while (_urgent == 0 && !_closing && !(hasKept && _retryNow) && _commands.Count < LazyBatch)
            {
                if (_commands.Count == 0) Monitor.Wait(_gate);
                // While commits fail, what nobody waits for does not ask for another one.
                else if (hasKept) Monitor.Wait(_gate);
                else if (!Monitor.Wait(_gate, LazyDelay)) break;
            }

            for (var waited = GatherStep; waited <= gather && _urgent > 0 && !_closing; waited += GatherStep)
            {
                var before = _commands.Count;
                Monitor.Wait(_gate, GatherStep);
                if (_commands.Count == before) break;
            }

            _retryNow = false;
            while (batch.Count < MaxBatch && _commands.TryDequeue(out var command))
            {
                batch.Add(command);
                _bytes -= command.Bytes;
                if (command.IsUrgent) _urgent--;
            }

            return !_closing || batch.Count > 0 || hasKept;
        }
    }
}
