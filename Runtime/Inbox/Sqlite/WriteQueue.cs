namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// What waits for the writer's next commit. Bounded by bytes of updates; transitions are bounded by what is claimed.
/// </summary>
internal sealed class WriteQueue
{
    /// <summary>What one commit takes at most.</summary>
    private const int MaxBatch = 2048;

    private const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>How long what nobody waits for may wait for a commit to ride along with.</summary>
    private static readonly TimeSpan LazyDelay = TimeSpan.FromMilliseconds(10);

    // With fewer senders than this there is nobody to wait for.
    private const int GatherFrom = 8;

    // The shortest that a timed wait takes.
    private static readonly TimeSpan GatherPatience = TimeSpan.FromMilliseconds(1);

    /// <summary>As many lazy changes make a commit worthwhile by themselves.</summary>
    private const int LazyBatch = 512;

    private readonly object _gate = new();
    private readonly Queue<WriteCommand> _commands = new();
    private long _bytes;
    private int _urgent;
    private int _enough;
    private bool _closing;
    private bool _retryNow;

    public bool IsClosing
    {
        get
        {
            lock (_gate) return _closing;
        }
    }

    /// <summary>
    /// More waits than the next commit takes: who adds what nobody waits for should wait all the same.
    /// </summary>
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
            // What nobody waits for must not wake a writer that gathers what somebody does.
            var isAwaited = command.IsUrgent && (_urgent == 1 || _urgent == _enough);
            if (isAwaited || _commands.Count == LazyBatch || _commands.Count == 1) Monitor.Pulse(_gate);
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

    /// <summary>
    /// Waits for something to commit and moves it to the batch; false when the queue is closed and empty.
    /// </summary>
    /// <param name="batch">Takes the commands.</param>
    /// <param name="hasKept">The writer has changes of its own that wait for <see cref="RetryNow"/>.</param>
    /// <param name="waitedBefore">How many waited for the commit before: they were just answered and will soon be
    /// back.</param>
    public bool Take(List<WriteCommand> batch, bool hasKept, int waitedBefore)
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

            Gather(waitedBefore);

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

    // Half of the senders in one commit and the other half on their way is what keeps both the disk and the processors
    // busy: fewer make commits that are not worth their sync, all of them would leave nothing to do while it lasts.
    private void Gather(int waitedBefore)
    {
        if (waitedBefore < GatherFrom) return;
        _enough = (_urgent + waitedBefore) / 2;
        if (_urgent > 0 && _urgent < _enough && !_closing) Monitor.Wait(_gate, GatherPatience);
        _enough = 0;
    }
}
