using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Telegram.Webhooks.Runtime.PostgreSql;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql.Crash;

/// <summary>
/// One of the instances that are killed and paused: this assembly started as a program. What it handles it writes into
/// a table of the same database, in the order in which that is committed, and says it to the chat. It prints where it
/// listens, and ends when its standard input does.
/// </summary>
internal static class SharedServer
{
    public const string MakeTable = "CREATE TABLE IF NOT EXISTS handled (id bigserial PRIMARY KEY, chat bigint NOT NULL, messages text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp())";

    private const int SlowestHandlingMilliseconds = 8;

    /// <summary>Much shorter than the real ones, so that a pause beyond the lease takes seconds.</summary>
    public static LeaseTimes Lease { get; } = new()
    {
        Heartbeat = TimeSpan.FromSeconds(0.7),
        LostAfter = TimeSpan.FromSeconds(3),
        GivenUpAfter = TimeSpan.FromSeconds(4.5),
    };

    /// <summary>How long it is paused, and others must have taken over by then.</summary>
    public static TimeSpan Pause { get; } = TimeSpan.FromSeconds(6);

    public static async Task<int> Run(string database, string botApi, string token, string address)
    {
        await using var log = NpgsqlDataSource.Create(database + ";Maximum Pool Size=20");
        using var bot = new TelegramBot(token, new TelegramBotOptions { BaseUrl = botApi });
        await using var server = await bot.SetWebhookInfoAndStartListenWebhooks(
            port: 0, host: "127.0.0.1", subroute: "hook",
            setWebhook: new SetWebhook(address, maxConnections: 40),
            privateKeyConfig: null,
            onError: error => Console.Error.WriteLine(error.Message),
            receiver: async (update, cancellationToken) =>
            {
                if (update.Message is not { } message) return;
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(SlowestHandlingMilliseconds)),
                    TimeProvider.System, cancellationToken);
                var parts = string.Join(' ', (update.MediaGroup ?? [message]).Select(part => part.MessageId.ToString(CultureInfo.InvariantCulture)));
                await using var write = log.CreateCommand("INSERT INTO handled (chat, messages) VALUES ($1, $2)");
                write.Parameters.Add(new NpgsqlParameter<long> { TypedValue = message.Chat.Id });
                write.Parameters.Add(new NpgsqlParameter<string> { TypedValue = parts });
                await write.ExecuteNonQueryAsync(cancellationToken);
                await bot.SendMessage(message.Chat.Id, $"handled {parts}", cancellationToken: cancellationToken);
            },
            options: new WebhookServerOptions
            {
                Inbox = UpdateInbox.PostgreSql(database + ";Timeout=3",
                    new PostgreSqlInboxOptions { Lease = Lease, CommandTimeout = TimeSpan.FromSeconds(2) }),
                MediaGroupsDebounce = TimeSpan.FromMilliseconds(200),
                LoggerFactory = NullLoggerFactory.Instance,
                Delivery = new DeliveryOptions { MaxAttempts = 100, InitialBackoff = TimeSpan.FromMilliseconds(100), MaxBackoff = TimeSpan.FromSeconds(1) },
                ShutdownTimeout = TimeSpan.FromSeconds(5),
            });
        Console.WriteLine(server.Urls[0]);
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
