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
internal sealed class WebhookSender(
    WebhookSettings settings, SenderFactory shared, Action<WebhookSender> gone) : IAsyncDisposable
{
    private static readonly TimeSpan GoneAfter = TimeSpan.FromHours(23);

    private readonly SenderQueues _queues = new(settings.MaxConnections, shared.Random);
    private readonly ConnectionRamp _ramp = new(settings.MaxConnections);
    private readonly AddressWatch _addresses = new(settings, shared);
    private readonly Channel<ConnectionReport> _reports = Channel.CreateUnbounded<ConnectionReport>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<SenderConnection> _connections = [];
    private readonly Queue<SenderConnection> _free = new();
    private readonly List<Task> _running = [];
    private readonly long _origin = shared.Time.GetTimestamp();
    private readonly ActivityPart _activity = shared.Activity.Begin("sender");
    private int _nextId;
    private TimeSpan? _first410;
    private TimeSpan? _wakeAt;
    private bool _closed;
    private Task _loop = Task.CompletedTask;

    private TimeSpan Now => shared.Time.GetElapsedTime(_origin);

    public void Start() => _loop = Run();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        await Task.WhenAll(_running).ConfigureAwait(false);
        shared.Log.ForgetUnderWay();
        _stopping.Dispose();
    }

    private async Task Run()
    {
        using var running = _activity;
        try
        {
            while (!_closed)
            {
                _stopping.Token.ThrowIfCancellationRequested();
                _wakeAt = null;
                var arrived = shared.Updates.Arrived;
                LoadUpdates();
                WakeAt(_addresses.Watch(Now));
                OpenConnections();
                SendUpdates();
                await WaitForSomething(arrived).ConfigureAwait(false);
                while (_reports.Reader.TryRead(out var report)) Handle(report);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
        await _stopping.CancelAsync().ConfigureAwait(false);
        gone(this);
    }

    private void LoadUpdates()
    {
        while (!_queues.IsFull && shared.Updates.From(_nextId, 2 * settings.MaxConnections) is { Count: > 0 } batch)
        {
            foreach (var update in batch)
            {
                if (_queues.IsFull) return;
                _queues.Load(update, Now);
                _nextId = update.Id + 1;
            }
        }
    }

    private void OpenConnections()
    {
        while (_connections.Count < _ramp.Target(_queues.Count, Now))
        {
            if (_ramp.TryOpen(Now) is { } later)
            {
                WakeAt(later);
                return;
            }
            var connection = new SenderConnection(
                settings, settings.Address!, _addresses.Generation, shared.Time, _reports.Writer,
                shared.Activity.Begin("connection"));
            _connections.Add(connection);
            Free(connection);
            _running.RemoveAll(task => task.IsCompleted);
            _running.Add(connection.Run(_stopping.Token));
        }
    }

    private void SendUpdates()
    {
        while (_free.TryPeek(out var connection))
        {
            if (!_connections.Contains(connection))
            {
                _free.Dequeue();
                continue;
            }
            if (connection.FreeSince + SenderConnection.Patience <= Now)
            {
                // It is closing itself, whether it has said so yet or not: a request on it would be lost, and counted
                // as a failure.
                _free.Dequeue();
                _connections.Remove(connection);
                connection.Close();
                WakeAt(Now);
                continue;
            }
            if (_queues.Take(Now, out var later) is not { } update)
            {
                WakeAt(later);
                return;
            }

            // Headers that do not fit: silently stuck, as in the real server.
            if (RequestBytes.Make(settings, update.Update) is not { } request) return;
            _free.Dequeue();
            connection.InFlight = update;
            shared.Log.Sending(update.Update.Id, update.Update.Kind, update.FailCount + 1, update.Update.Body);
            connection.Send(request);
        }
    }

    private void Free(SenderConnection connection)
    {
        connection.FreeSince = Now;
        _free.Enqueue(connection);
    }

    private async Task WaitForSomething(Task arrived)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var waits = new List<Task> { _reports.Reader.WaitToReadAsync(ended.Token).AsTask(), arrived };
        if (_wakeAt is { } at) waits.Add(Task.Delay(at > Now ? at - Now : TimeSpan.Zero, shared.Time, ended.Token));
        _activity.Waits(() => waits.Exists(wait => wait.IsCompleted) || _reports.Reader.TryPeek(out _) || _stopping.IsCancellationRequested);
        await Task.WhenAny(waits).WaitAsync(_stopping.Token).ConfigureAwait(false);
        _activity.Works();
        await ended.CancelAsync().ConfigureAwait(false);
    }

    private void Handle(ConnectionReport report)
    {
        var connection = report.Connection;
        if (!_connections.Contains(connection)) return;
        var update = connection.InFlight;
        connection.InFlight = null;
        if (report.Response is not { KeepAlive: true } || connection.AddressGeneration != _addresses.Generation)
        {
            _connections.Remove(connection);
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
        _ramp.Succeeded(Now);
        _queues.Drop(update);
        shared.Updates.Forget(update.Update.Id);
        Log(update, response.Status, null, null, dropped: false);
    }

    private void Fail(LoadedUpdate update, int? status, string error, int retryAfter)
    {
        var retryIn = _queues.Fail(update, retryAfter, Now, shared.Time.GetUtcNow().ToUnixTimeSeconds());
        if (retryIn is null) shared.Updates.Forget(update.Update.Id);
        Log(update, status, error, retryIn, dropped: retryIn is null);
    }

    /// <summary>410 and nothing else for 23 hours: nobody wants these updates any more.</summary>
    private void Watch410(int status)
    {
        if (status != 410) _first410 = null;
        else if (_first410 is null) _first410 = Now;
        else if (Now > _first410 + GoneAfter) _closed = true;
    }

    private void Note(string error) => shared.State.Fail(shared.Time.GetUtcNow().ToUnixTimeSeconds(), error);

    private void Log(LoadedUpdate update, int? status, string? error, TimeSpan? retryIn, bool dropped)
    {
        var attempt = retryIn is null ? update.FailCount + 1 : update.FailCount;
        shared.Log.Delivery(new DeliveryRecord(
            update.Update.Id, update.Update.Kind, update.QueueId, attempt, status, error, Now - update.SentAt, retryIn,
            dropped, update.Update.Body));
    }

    private void WakeAt(TimeSpan? at)
    {
        if (at is not null && (_wakeAt is null || at < _wakeAt)) _wakeAt = at;
    }
}
