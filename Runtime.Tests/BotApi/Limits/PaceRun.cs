using Telegram.Webhooks.Runtime.BotApi.Limits;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Limits;

/// <summary>
/// Plays a plan through a <see cref="PaceQueue"/>, millisecond by millisecond where something happens.
/// </summary>
internal sealed class PaceRun
{
    private readonly PaceQueue _queue;
    private readonly PriorityQueue<Action, (int At, int Order)> _events = new();
    private readonly Dictionary<PacedCall, int> _index = [];
    private readonly HashSet<int> _refused = [];
    private readonly List<BegunCall> _begun = [];
    private readonly List<int> _cancelled = [];
    private readonly PlannedCall[] _plan;
    private int _now;
    private int _order;

    private PaceRun(TelegramLimits limits, PlannedCall[] plan)
    {
        _queue = new PaceQueue(limits);
        _plan = plan;
    }

    public IReadOnlyList<BegunCall> Begun => _begun;

    /// <summary>Those that were cancelled before they had a turn.</summary>
    public IReadOnlyList<int> Cancelled => _cancelled;

    /// <param name="limits">The limits.</param>
    /// <param name="plan">The calls.</param>
    /// <param name="without">Calls of the plan that are never made.</param>
    public static PaceRun Of(TelegramLimits limits, PlannedCall[] plan, HashSet<int>? without = null)
    {
        var run = new PaceRun(limits, plan);
        var at = 0;
        for (var i = 0; i < plan.Length; i++)
        {
            at += plan[i].Gap;
            var index = i;
            if (without?.Contains(i) != true)
                run.At(at, () => run.Make(index));
        }

        run.Play();
        return run;
    }

    private TimeSpan Now => TimeSpan.FromMilliseconds(_now);

    private void At(int time, Action action) => _events.Enqueue(action, (time, _order++));

    private void Play()
    {
        while (true)
        {
            while (_queue.TakeDue(Now) is { } call)
                Begin(call);
            var look = _queue.NextLook() is { } next ? (int)Math.Ceiling(next.TotalMilliseconds) : int.MaxValue;
            if (_events.TryPeek(out var action, out var due) && due.At <= look)
            {
                _events.Dequeue();
                _now = Math.Max(_now, due.At);
                action();
            }
            else if (look < int.MaxValue)
            {
                _now = Math.Max(_now, look);
            }
            else
            {
                return;
            }
        }
    }

    private void Make(int index)
    {
        var call = _queue.Add(_plan[index].Chat, Now);
        _index[call] = index;
        if (_plan[index].CancelledAfter is { } after)
            At(_now + after, () => Cancel(call, index));
    }

    private void Cancel(PacedCall call, int index)
    {
        // One that had a turn and waits to try again is given up, and its chat goes on.
        var hadTurn = _begun.Any(begun => begun.Index == index);
        if (!_queue.Cancel(call, Now))
            return;
        if (hadTurn)
            _queue.Done(call, Now);
        else
            _cancelled.Add(index);
    }

    private void Begin(PacedCall call)
    {
        var index = _index[call];
        _begun.Add(new BegunCall(index, _plan[index].Chat, _now, _now + _plan[index].Takes));
        At(_now + _plan[index].Takes, () => End(call, index));
    }

    private void End(PacedCall call, int index)
    {
        if (_plan[index].RefusedFor is { } wait && _refused.Add(index))
        {
            _queue.Refused(call, Now + TimeSpan.FromMilliseconds(wait), Now);
            _queue.Again(call, Now);
        }
        else
        {
            _queue.Done(call, Now);
        }
    }
}
