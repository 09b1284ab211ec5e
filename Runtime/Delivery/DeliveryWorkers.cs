using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// Claims from an inbox and handles what it gets, in as many loops as may handle at once. The inbox gives no lane to two of them, so
/// each loop is simply: claim, handle, record, again.
/// </summary>
internal sealed partial class DeliveryWorkers(IUpdateInbox inbox, ClaimHandler handler, int concurrency, ErrorReporter errors, TimeProvider time, ILogger logger)
    : IDisposable
{
    // A loop that always finds something ready would never give its thread back; others (requests coming in) need it too.
    private const int ClaimsPerTurn = 16;

    // How long handlers get to react to being cancelled before they are left behind.
    private static readonly TimeSpan CancelGrace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _claiming = new();
    private readonly CancellationTokenSource _handling = new();
    private Task _loops = Task.CompletedTask;

    public void Start() => _loops = Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(Loop)));

    /// <summary>Claims no more, waits for what is being handled, cancels it when the time is over.</summary>
    public async Task Stop(TimeSpan drainTimeout, CancellationToken cancellationToken)
    {
        await _claiming.CancelAsync();
        if (await Ended(drainTimeout, cancellationToken)) return;
        DrainTimeOver(drainTimeout);
        await _handling.CancelAsync();
        if (!await Ended(CancelGrace, CancellationToken.None)) LeftBehind(CancelGrace);
    }

    /// <summary>Call after <see cref="Stop"/>. A handler that was left behind still sees its token cancelled.</summary>
    public void Dispose()
    {
        _claiming.Dispose();
        _handling.Dispose();
    }

    private async Task<bool> Ended(TimeSpan timeout, CancellationToken cancellationToken)
    {
        await Task.WhenAny(_loops, _loops.WaitAsync(timeout, time, cancellationToken));
        return _loops.IsCompleted;
    }

    private async Task Loop()
    {
        for (var turn = 1; !_claiming.IsCancellationRequested; turn++)
        {
            try
            {
                var claim = await inbox.Claim(_claiming.Token);
                await handler.Handle(claim, _handling.Token);
            }
            catch (Exception) when (_claiming.IsCancellationRequested)
            {
                // Stopping: nothing to claim any more, or the inbox was closed while a handler went on regardless.
                return;
            }
            catch (Exception error)
            {
                errors.Report(new WebhookException(WebhookStage.Storing, "The inbox failed; what is claimed and not recorded is handled again.", error));
                await Pause();
            }

            if (turn % ClaimsPerTurn == 0) await Task.Yield();
        }
    }

    private async Task Pause()
    {
        try
        {
            await Task.Delay(PauseAfterFault, time, _claiming.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopping; the loop sees it.
        }
    }

    [LoggerMessage(4010, LogLevel.Warning, "Handlers did not finish within {Timeout}; cancelling them. Their updates are delivered again at the next start.")]
    private partial void DrainTimeOver(TimeSpan timeout);

    [LoggerMessage(4011, LogLevel.Warning, "Handlers did not react to being cancelled within {Grace} and are left behind.")]
    private partial void LeftBehind(TimeSpan grace);
}
