using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// Claims from an inbox and handles what it gets, as many at once as it may. The inbox gives no lane to two workers, so
/// each is simply: claim, handle, record, again.
/// </summary>
/// <remarks>
/// One worker at a time seeks; it asks for the next seeker before it handles what it found. So a receiver that takes
/// its time has the others beside it, while one that returns at once is run in a row on one thread: updates that come
/// in together wake one worker and not one each.
/// </remarks>
internal sealed partial class DeliveryWorkers(
    IUpdateInbox inbox, ClaimHandler handler, int concurrency, ErrorReporter errors, TimeProvider time, ILogger logger)
    : IDisposable
{
    // A worker that always finds something ready would never give its thread back; others (requests coming in) need it
    // too.
    private const int ClaimsPerTurn = 16;

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time = time;
    private readonly CancellationTokenSource _claiming = new();
    private readonly CancellationTokenSource _handling = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();

    // While fewer claims are held than may be, somebody seeks or is asked to.
    private Seeker _seeker;
    private int _held;

    // Workers that run or stand in the thread pool's queue; of the latter there is one at most.
    private int _workers;
    private bool _queued;
    private bool _stopping;

    private enum Seeker
    {
        None,
        Asked,
        Running,
    }

    public void Start()
    {
        lock (_gate) AskForSeeker();
    }

    /// <summary>Claims no more, waits for what is being handled, cancels it when the time is over.</summary>
    public async Task Stop(DrainTime time, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _stopping = true;
            if (_workers == 0) _ended.TrySetResult();
        }

        await _claiming.CancelAsync().ConfigureAwait(false);
        await LetGo().ConfigureAwait(false);
        if (await Ended(time.Patience, cancellationToken).ConfigureAwait(false)) return;
        DrainTimeOver(time.Patience);
        await CancelHandlers().ConfigureAwait(false);
        if (!await Ended(time.Grace, CancellationToken.None).ConfigureAwait(false)) LeftBehind(time.Grace);
    }

    /// <summary>Call after <see cref="Stop"/>. A handler that was left behind still sees its token cancelled.</summary>
    public void Dispose()
    {
        _claiming.Dispose();
        _handling.Dispose();
    }

    private async Task<bool> Ended(TimeSpan timeout, CancellationToken cancellationToken)
    {
        await _ended.Task.WaitAsync(timeout, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _ended.Task.IsCompleted;
    }

    // What is owned here and not begun is for other instances, which need not wait for the drain.
    private async Task LetGo()
    {
        try
        {
            await inbox.StopClaiming().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            errors.Report(
                new WebhookException(WebhookStage.Storing, "The inbox did not let go of what is not begun.", error));
        }
    }

    private async Task CancelHandlers()
    {
        try
        {
            await _handling.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException error)
        {
            errors.Report(new WebhookException(WebhookStage.Handling, "What a receiver registered on its cancellation token threw.", error));
        }
    }

    // Never throws.
    private async Task Work()
    {
        // A span in which the bot was started has long ended; no handler is a part of it.
        if (Activity.Current is not null) Activity.Current = null;
        var seeks = TryBegin();
        for (var turn = 1; seeks && !_claiming.IsCancellationRequested; turn++)
        {
            try
            {
                var claim = await inbox.Claim(_claiming.Token).ConfigureAwait(false);
                Found();
                await Handle(claim).ConfigureAwait(false);
                seeks = TrySeekAgain();
            }
            catch (Exception) when (_claiming.IsCancellationRequested)
            {
                // Stopping: nothing is claimed any more, and the loop ends.
            }
            catch (Exception error)
            {
                await Failed(error).ConfigureAwait(false);
            }

            if (turn % ClaimsPerTurn == 0) await Task.Yield();
        }

        lock (_gate)
        {
            _workers--;
            if (_stopping && _workers == 0) _ended.TrySetResult();
        }
    }

    private async ValueTask Handle(UpdateClaim claim)
    {
        try
        {
            await handler.Handle(claim, _handling.Token).ConfigureAwait(false);
        }
        catch (Exception) when (_claiming.IsCancellationRequested)
        {
            // Stopping: the inbox was closed while a handler went on regardless.
        }
        catch (Exception error)
        {
            await Failed(error).ConfigureAwait(false);
        }
    }

    private async Task Failed(Exception error)
    {
        errors.Report(new WebhookException(WebhookStage.Storing, "The inbox failed; it is asked again.", error));
        try
        {
            await Task.Delay(PauseAfterFault, _time, _claiming.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopping; the worker sees it.
        }
    }

    /// <summary>A worker that was queued begins: whether it is the one to seek now.</summary>
    private bool TryBegin()
    {
        // In one section: between two, others could take the last place, and this one would hold a claim too many.
        lock (_gate)
        {
            _queued = false;
            return TrySeek();
        }
    }

    /// <summary>What the worker had claimed is finished: whether it is the one to seek now.</summary>
    private bool TrySeekAgain()
    {
        lock (_gate)
        {
            _held--;
            return TrySeek();
        }
    }

    /// <summary>Call under the lock.</summary>
    private bool TrySeek()
    {
        // One that was asked and has not begun yet finds the place taken, and leaves.
        if (_stopping || _seeker == Seeker.Running || _held >= concurrency) return false;
        _seeker = Seeker.Running;
        return true;
    }

    /// <summary>The seeker has a claim; the next one may seek, if another claim may be held.</summary>
    private void Found()
    {
        lock (_gate)
        {
            _held++;
            _seeker = Seeker.None;
            if (_held < concurrency) AskForSeeker();
        }
    }

    private void AskForSeeker()
    {
        _seeker = Seeker.Asked;
        if (_queued || _stopping) return;
        _queued = true;
        _workers++;
        // What is ambient at the start (AsyncLocal) is so for every handler: it goes on from worker to worker.
        ThreadPool.QueueUserWorkItem(static workers => _ = workers.Work(), this, preferLocal: false);
    }

    [LoggerMessage(4010, LogLevel.Warning, "Handlers did not finish within {Timeout}; cancelling them. Their updates are delivered again at the next start.")]
    private partial void DrainTimeOver(TimeSpan timeout);

    [LoggerMessage(4011, LogLevel.Warning, "Handlers did not react to being cancelled within {Grace} and are left behind.")]
    private partial void LeftBehind(TimeSpan grace);
}
