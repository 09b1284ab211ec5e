using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Updates;
using Telegram.Webhooks.Runtime.Sandbox.Webhooks;

namespace Telegram.Webhooks.Runtime.Sandbox.Polling;

/// <summary><c>getUpdates</c>: one poller at a time, and none while a webhook is set.</summary>
internal sealed class UpdatePolling(UpdateQueue updates, WebhookState webhook, TimeProvider time)
{
    private const string WebhookActive = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
    private const string OtherPoller = "terminated by other getUpdates request; make sure that only one bot instance is running";
    private const string WebhookSet = "terminated by setWebhook request";
    private const int MaxTimeout = 50;
    private const int MaxAnswerBytes = 4 << 20;

    // An offset beyond the newest id by more than this is taken for a mistake and ignored.
    private const int FutureTolerance = 10;

    private readonly Lock _gate = new();
    private readonly Conflicts _conflicts = new(time);
    private TaskCompletionSource<string>? _running;
    private int? _lastOffset;
    private DateTimeOffset _lastStart;

    public async Task<ApiAnswer> GetUpdates(
        CallParameters parameters, ActivityPart call, CancellationToken cancellationToken)
    {
        if (webhook.IsActive)
            throw await _conflicts.Refuse(WebhookActive, call, cancellationToken).ConfigureAwait(false);
        var offset = parameters.Integer("offset", 0);
        var limit = parameters.Integer("limit", 100, 1, 100);
        var timeout = parameters.Integer("timeout", 0, 0, MaxTimeout);
        updates.Allow(parameters.Text("allowed_updates"));

        var me = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _running?.TrySetResult(OtherPoller);
            _running = me;
            SlowDownRepeats(offset, ref limit, ref timeout);
        }
        try
        {
            return await Poll(
                offset, limit, TimeSpan.FromSeconds(timeout), me.Task, call, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                if (_running == me) _running = null;
            }
        }
    }

    /// <summary>A webhook is being set: a running poll is refused.</summary>
    public void Abort()
    {
        lock (_gate) _running?.TrySetResult(WebhookSet);
    }

    /// <summary>Asking for the same offset again and again is a sign of a bot that does not confirm.</summary>
    private void SlowDownRepeats(int offset, ref int limit, ref int timeout)
    {
        var now = time.GetUtcNow();
        if (offset == _lastOffset && now < _lastStart + TimeSpan.FromSeconds(3)) timeout = Math.Max(timeout, 3);
        if (offset == _lastOffset && now < _lastStart + TimeSpan.FromSeconds(0.5)) limit = 1;
        _lastOffset = offset;
        _lastStart = now;
    }

    private async Task<ApiAnswer> Poll(int offset, int limit, TimeSpan timeout, Task<string> aborted, ActivityPart call,
        CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var patience = Task.Delay(timeout, time, ended.Token);
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var arrived = updates.Arrived;
                var found = Read(offset, limit);
                if (found.Count > 0 || patience.IsCompletedSuccessfully) return ApiAnswer.Success(ToJson(found));
                call.Waits(() => arrived.IsCompleted || aborted.IsCompleted || patience.IsCompleted || cancellationToken.IsCancellationRequested);
                await Task.WhenAny(arrived, aborted, patience).WaitAsync(cancellationToken).ConfigureAwait(false);
                call.Works();
                if (aborted.IsCompleted)
                    throw await _conflicts.Refuse(
                        await aborted.ConfigureAwait(false), call, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
        }
    }

    private IReadOnlyList<QueuedUpdate> Read(int offset, int limit)
    {
        if (offset > updates.NextId + FutureTolerance) return updates.From(0, limit);
        var from = offset < 0 ? Math.Max(updates.NextId + offset, updates.Head) : offset;
        if (from != 0) updates.ForgetBefore(from);
        return updates.From(from, limit);
    }

    private static JsonArray ToJson(IReadOnlyList<QueuedUpdate> found)
    {
        var result = new JsonArray();
        var bytes = 0;
        foreach (var update in found)
        {
            bytes += update.Body.Length;
            if (bytes > MaxAnswerBytes && result.Count > 0) break;
            result.Add(new JsonObject { ["update_id"] = update.Id, [update.Kind] = update.Payload.DeepClone() });
        }
        return result;
    }
}
