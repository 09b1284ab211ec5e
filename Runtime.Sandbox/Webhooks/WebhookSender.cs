using System.Threading.Channels;
using Telegram.Webhooks.Runtime.Sandbox.Wire;

namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>
/// Delivers updates to one webhook. Everything is decided in one loop:
/// 1. load what waits, as long as there is room for its queue;
/// 2. look the host up again from time to time;
/// 3. open connections as the ramp allows;
/// 4. put the next update of every ready queue on a free connection;
/// 5. wait for an answer, a new update, or the time of the next retry.
/// </summary>
internal sealed class WebhookSender(WebhookSettings settings, SenderFactory shared, Action<WebhookSender> gone) : IAsyncDisposable
{
    private static readonly TimeSpan GoneAfter = TimeSpan.FromHours(23);

    private readonly SenderQueues queues = new(settings.MaxConnections, shared.Random);
    private readonly ConnectionRamp ramp = new(settings.MaxConnections);
    private readonly AddressWatch addresses = new(settings, shared);
    private readonly Channel<ConnectionReport> reports = Channel.CreateUnbounded<ConnectionReport>();
    private readonly CancellationTokenSource stopping = new();
    private readonly HashSet<SenderConnection> connections = [];
    private readonly Queue<SenderConnection> free = new();
    private readonly List<Task> running = [];
    private readonly long origin = shared.Time.GetTimestamp();
    private int nextId;
    private TimeSpan? first410;
    private TimeSpan? wakeAt;
    private bool closed;
    private Task loop = Task.CompletedTask;

    private TimeSpan Now => shared.Time.GetElapsedTime(origin);

    public void Start() => loop = Run();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await loop;
        await Task.WhenAll(running);
        stopping.Dispose();
    }

    private async Task Run()
    {
        try
        {
            while (!closed)
            {
                stopping.Token.ThrowIfCancellationRequested();
                wakeAt = null;
                var arrived = shared.Updates.Arrived;
                LoadUpdates();
                WakeAt(addresses.Watch(Now));
                OpenConnections();
                SendUpdates();
                await WaitForSomething(arrived);
                while (reports.Reader.TryRead(out var report)) Handle(report);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
        await stopping.CancelAsync();
        gone(this);
    }

    private void LoadUpdates()
    {
        while (!queues.IsFull && shared.Updates.From(nextId, 2 * settings.MaxConnections) is { Count: > 0 } batch)
        {
            foreach (var update in batch)
            {
                if (queues.IsFull) return;
                queues.Load(update, Now);
                nextId = update.Id + 1;
            }
        }
    }

    private void OpenConnections()
    {
        while (connections.Count < ramp.Target(queues.Count, Now))
        {
            if (ramp.TryOpen(Now) is { } later)
            {
                WakeAt(later);
                return;
            }
            var connection = new SenderConnection(settings, settings.Address!, addresses.Generation, shared.Time, reports.Writer);
            connections.Add(connection);
            Free(connection);
            running.RemoveAll(task => task.IsCompleted);
            running.Add(connection.Run(stopping.Token));
        }
    }

    private void SendUpdates()
    {
        while (free.TryPeek(out var connection))
        {
            if (!connections.Contains(connection))
            {
                free.Dequeue();
                continue;
            }
            if (connection.FreeSince + SenderConnection.Patience <= Now)
            {
                // It is closing itself, whether it has said so yet or not: a request on it would be lost, and counted as a failure.
                free.Dequeue();
                connections.Remove(connection);
                connection.Close();
                WakeAt(Now);
                continue;
            }
            if (queues.Take(Now, out var later) is not { } update)
            {
                WakeAt(later);
                return;
            }

            // Headers that do not fit: silently stuck, as in the real server.
            if (RequestBytes.Make(settings, update.Update) is not { } request) return;
            free.Dequeue();
            connection.InFlight = update;
            connection.Send(request);
        }
    }

    private void Free(SenderConnection connection)
    {
        connection.FreeSince = Now;
        free.Enqueue(connection);
    }

    private async Task WaitForSomething(Task arrived)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        var waits = new List<Task> { reports.Reader.WaitToReadAsync(ended.Token).AsTask(), arrived };
        if (wakeAt is { } at) waits.Add(Task.Delay(at > Now ? at - Now : TimeSpan.Zero, shared.Time, ended.Token));
        await Task.WhenAny(waits).WaitAsync(stopping.Token);
        await ended.CancelAsync();
    }

    private void Handle(ConnectionReport report)
    {
        var connection = report.Connection;
        if (!connections.Contains(connection)) return;
        var update = connection.InFlight;
        connection.InFlight = null;
        if (report.Response is not { KeepAlive: true } || connection.AddressGeneration != addresses.Generation)
        {
            connections.Remove(connection);
            connection.Close();
        }
        else
        {
            Free(connection);
        }
        if (report.Failure is { IsPublic: true } failure) Note(failure.Message);
        if (report.Response is { } response) Judge(response, update!);
        else if (update is not null) Fail(update, null, report.Failure!.Message, 0);
    }

    private void Judge(WebhookResponse response, LoadedUpdate update)
    {
        Watch410(response.Status);
        if (!response.IsSuccess)
        {
            var error = $"Wrong response from the webhook: {response.Status} {response.Reason}";
            Note(error);
            Fail(update, response.Status, error, response.RetryAfter);
            return;
        }
        if (ReplyMethod.Of(response.Parameters) is { } method) _ = shared.Reply(method, response.Parameters!);
        ramp.Succeeded(Now);
        queues.Drop(update);
        shared.Updates.Forget(update.Update.Id);
        Log(update, response.Status, null, null, dropped: false);
    }

    private void Fail(LoadedUpdate update, int? status, string error, int retryAfter)
    {
        var retryIn = queues.Fail(update, retryAfter, Now, shared.Time.GetUtcNow().ToUnixTimeSeconds());
        if (retryIn is null) shared.Updates.Forget(update.Update.Id);
        Log(update, status, error, retryIn, dropped: retryIn is null);
    }

    /// <summary>410 and nothing else for 23 hours: nobody wants these updates any more.</summary>
    private void Watch410(int status)
    {
        if (status != 410) first410 = null;
        else if (first410 is null) first410 = Now;
        else if (Now > first410 + GoneAfter) closed = true;
    }

    private void Note(string error) => shared.State.Fail(shared.Time.GetUtcNow().ToUnixTimeSeconds(), error);

    private void Log(LoadedUpdate update, int? status, string? error, TimeSpan? retryIn, bool dropped)
    {
        var attempt = retryIn is null ? update.FailCount + 1 : update.FailCount;
        shared.Log.Delivery(new DeliveryRecord(
            update.Update.Id, update.Update.Kind, update.QueueId, attempt, status, error, Now - update.SentAt, retryIn, dropped, update.Update.Body));
    }

    private void WakeAt(TimeSpan? at)
    {
        if (at is not null && (wakeAt is null || at < wakeAt)) wakeAt = at;
    }
}
