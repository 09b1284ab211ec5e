using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Polling;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime;

/// <summary>Long polling: the other way to get updates, for bots that the internet cannot reach.</summary>
[SuppressMessage("ApiDesign", "RS0026:Do not add multiple overloads with optional parameters", Justification = "A receiver is a delegate and a filter is not, so no call is ever ambiguous.")]
public static class LongPollingExtensions
{
    /// <summary>Fetches updates until it is stopped, through the same inbox and delivery as a webhook: durable, in order within a chat, retried.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="receiver">Your code; a filter's <see cref="IUpdatesFilter.AsUpdateReceiver"/> also tells which kinds to ask for.</param>
    /// <param name="options">Everything else; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the start. It does not stop a running polling.</param>
    /// <exception cref="ArgumentException">An option cannot be used; all problems are named.</exception>
    /// <exception cref="InboxException">The inbox cannot be opened.</exception>
    public static async Task<LongPollingSession> LongPolling(
        this TelegramBot bot, UpdateReceiver receiver, LongPollingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bot);
        ArgumentNullException.ThrowIfNull(receiver);
        options ??= new LongPollingOptions();
        if (options.Problems().ToList() is { Count: > 0 } problems)
            throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(options));
        options = options with { AllowedUpdates = options.AllowedUpdates ?? UpdateReceiverOrigin.FilterOf(receiver)?.AllowedUpdates };

        var loggers = options.LoggerFactory ?? bot.LoggerFactory ?? NullLoggerFactory.Instance;
        var logger = loggers.CreateLogger("Telegram.Webhooks.Runtime.Polling");
        var time = options.TimeProvider ?? bot.TimeProvider;
        var errors = new ErrorReporter(options.OnError, loggers.CreateLogger("Telegram.Webhooks.Runtime.Delivery"));
        var inbox = await (options.Inbox ?? UpdateInbox.Sqlite()).Open(
            new InboxContext
            {
                BotId = bot.Id,
                Name = bot.Id.ToString(CultureInfo.InvariantCulture),
                MediaGroupsDebounce = options.MediaGroupsDebounce,
                TimeProvider = time,
                LoggerFactory = loggers,
            },
            cancellationToken).ConfigureAwait(false);
        var delivery = new InboxDelivery(inbox, receiver, options.Delivery, errors, time, Random.Shared, loggers);
        return new LongPollingSession(
            new UpdatePoller(bot, options, delivery, errors, time, logger),
            delivery,
            new AllowedUpdatesWatch(receiver, options.AllowedUpdates, logger),
            options.ShutdownTimeout,
            logger);
    }

    /// <summary>The same with a filter.</summary>
    /// <inheritdoc cref="LongPolling(TelegramBot, UpdateReceiver, LongPollingOptions?, CancellationToken)"/>
    /// <param name="bot">The bot.</param>
    /// <param name="filter">Your code as a filter; it also tells which kinds to ask for.</param>
    /// <param name="options">Everything else; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public static Task<LongPollingSession> LongPolling(
        this TelegramBot bot, IUpdatesFilter filter, LongPollingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return bot.LongPolling(filter.AsUpdateReceiver, options, cancellationToken);
    }

    /// <summary>
    /// Updates as they are fetched, without an inbox: an update is acknowledged to Telegram when the next one is asked for. What is
    /// not enumerated stays with Telegram. Failures of the network are retried; others are thrown.
    /// </summary>
    /// <param name="bot">The bot.</param>
    /// <param name="options">Timeout, Limit, AllowedUpdates and DeleteWebhook are used; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ApiRequestException">Telegram refused, for instance because somebody else fetches too.</exception>
    /// <remarks>Cold: each enumeration fetches by itself. The parts of a media group come one by one.</remarks>
    public static async IAsyncEnumerable<Update> LongPollingFlow(
        this TelegramBot bot, LongPollingOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bot);
        options ??= new LongPollingOptions();
        if (options.DeleteWebhook)
            await bot.Execute(new DeleteWebhook(), cancellationToken).ConfigureAwait(false);
        long? offset = null;
        while (true)
        {
            foreach (var update in await Fetch(bot, offset, options, options.Timeout, cancellationToken).ConfigureAwait(false))
            {
                yield return update;
                offset = update.UpdateId + 1;
            }
        }
    }

    /// <summary>Hands what has piled up at Telegram to a receiver, in order, and returns when nothing is left.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="receiver">Your code. What it throws ends the call; the update it failed on stays with Telegram.</param>
    /// <param name="options">Limit, AllowedUpdates and DeleteWebhook are used; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the call between two updates.</param>
    /// <returns>How many updates there were.</returns>
    public static async Task<int> RetrieveAccumulatedUpdates(
        this TelegramBot bot, UpdateReceiver receiver, LongPollingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bot);
        ArgumentNullException.ThrowIfNull(receiver);
        options ??= new LongPollingOptions();
        if (options.DeleteWebhook)
            await bot.Execute(new DeleteWebhook(), cancellationToken).ConfigureAwait(false);
        long? offset = null;
        var count = 0;
        while (true)
        {
            var batch = await Fetch(bot, offset, options, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            if (batch.Count == 0)
                return count;
            try
            {
                foreach (var update in batch)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await receiver(update, cancellationToken).ConfigureAwait(false);
                    offset = update.UpdateId + 1;
                    count++;
                }
            }
            catch when (offset is not null)
            {
                // What was handled before the failure must not come again.
                await Fetch(bot, offset, options with { Limit = 1 }, TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <summary>Makes Telegram forget what has piled up, so that a bot starts with what comes from now on.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="options">Limit, AllowedUpdates and DeleteWebhook are used; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many updates were forgotten.</returns>
    public static Task<int> FlushAccumulatedUpdates(this TelegramBot bot, LongPollingOptions? options = null, CancellationToken cancellationToken = default) =>
        bot.RetrieveAccumulatedUpdates(static (_, _) => ValueTask.CompletedTask, options, cancellationToken);

    private static Task<IReadOnlyList<Update>> Fetch(
        TelegramBot bot, long? offset, LongPollingOptions options, TimeSpan timeout, CancellationToken cancellationToken) =>
        bot.Execute(
            new GetUpdates { Offset = (int?)offset, Limit = options.Limit, Timeout = (int)timeout.TotalSeconds, AllowedUpdates = options.AllowedUpdates },
            bot.Retry with { RequestTimeout = timeout + TimeSpan.FromSeconds(15) },
            cancellationToken);
}
