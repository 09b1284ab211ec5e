using Npgsql;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// Tells other instances that there is something for them, and hears it from them. Seldom: notifications make commits
/// of the whole cluster wait for each other. What is not heard is found by asking once a second.
/// </summary>
internal sealed class Notifications(InboxParts parts, LaneLoader loader) : IAsyncDisposable
{
    private const string Channel = "telegram_inbox";
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _closing = new();
    private readonly Signal _signal = new();
    private Task _telling = Task.CompletedTask;
    private Task _listening = Task.CompletedTask;
    private volatile bool _hasNews;

    public void Start()
    {
        if (parts.Options.TransactionPooling) return;
        _telling = Task.Run(Tell);
        _listening = Task.Run(Listen);
    }

    /// <summary>There is something for others.</summary>
    public void LeavesWork()
    {
        _hasNews = true;
        _signal.Set();
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        _signal.Set();
        await _telling.ConfigureAwait(false);
        await _listening.ConfigureAwait(false);
        _closing.Dispose();
        _signal.Dispose();
    }

    private async Task Tell()
    {
        while (!_closing.IsCancellationRequested)
        {
            await _signal.Wait(InboxParts.Poll).ConfigureAwait(false);
            if (!_hasNews) continue;
            _hasNews = false;
            try
            {
                await parts.Database.Execute("SELECT pg_notify($1, $2)", command => command.With(Channel).With(parts.Database.Bot.ToString(System.Globalization.CultureInfo.InvariantCulture)))
                    .ConfigureAwait(false);
            }
            catch (InboxUnavailableException)
            {
                // They ask by themselves.
            }

            await Task.Delay(Rest, TimeProvider.System, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Listen()
    {
        var isSaid = false;
        var bot = parts.Database.Bot.ToString(System.Globalization.CultureInfo.InvariantCulture);
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var connection = await parts.Database.Connect(_closing.Token).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    connection.Notification += (_, news) =>
                    {
                        if (news.Payload == bot) loader.HasRoom();
                    };
                    var command = new NpgsqlCommand($"LISTEN {Channel}", connection);
                    await using (command.ConfigureAwait(false)) await command.ExecuteNonQueryAsync(_closing.Token).ConfigureAwait(false);
                    isSaid = false;
                    while (true) await connection.WaitAsync(_closing.Token).ConfigureAwait(false);
                }
            }
            catch (Exception) when (_closing.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                if (!isSaid) InboxLog.NotListening(parts.Logger, error);
                isSaid = true;
            }

            await Task.Delay(Pause, TimeProvider.System, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
