using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Polling;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime;

/// <summary>Long polling: the other way to get updates, for bots that the internet cannot reach.</summary>
[SuppressMessage("ApiDesign", "RS0026:Do not add multiple overloads with optional parameters", Justification = "A receiver is a delegate and a filter is not, so no call is ever ambiguous.")]
public static class LongPollingExtensions
{
    private const string Category = "Telegram.Webhooks.Runtime.Polling";

    /// <summary>
    /// Fetches updates until it is stopped, through the same inbox and delivery as a webhook: durable, in order within
    /// a chat, retried.
    /// </summary>
    /// <param name="bot">The bot.</param>
    /// <param name="receiver">Your code; a filter's <see cref="IUpdatesFilter.AsUpdateReceiver"/> also tells which
    /// kinds to ask for.</param>
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
        if (options.Problems(bot.Redact()).ToList() is { Count: > 0 } problems)
            throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(options));
        options = options with
        {
            AllowedUpdates = options.AllowedUpdates ?? UpdateReceiverOrigin.FilterOf(receiver)?.AllowedUpdates,
            Delivery = options.Delivery with { },
        };

        var ownLogging = OwnLogging(bot, options);
        try
        {
            return await Start(bot, receiver, options, ownLogging, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            ownLogging?.Dispose();
            throw;
        }
    }

    private static async Task<LongPollingSession> Start(
        TelegramBot bot, UpdateReceiver receiver, LongPollingOptions options, ILoggerFactory? ownLogging, CancellationToken cancellationToken)
    {
        var loggers = ownLogging ?? LoggersOf(bot, options);
        var logger = loggers.CreateLogger(Category);
        var time = options.TimeProvider ?? bot.TimeProvider;
        var errors = new ErrorReporter(options.OnError, loggers.CreateLogger("Telegram.Webhooks.Runtime.Delivery"));
        var inbox = await ExpiringInbox.Open(
            options.Inbox ?? UpdateInbox.Sqlite(),
            new InboxContext
            {
                BotId = bot.Id,
                Name = bot.Id.ToString(CultureInfo.InvariantCulture),
                Concurrency = options.Delivery.MaxConcurrency,
                Lanes = options.Delivery.Lanes,
                LongestWait = options.Delivery.LongestWait,
                MediaGroupsDebounce = options.MediaGroupsDebounce,
                OnFailing = errors.ReportStore,
                OnFault = errors.ReportFault,
                TimeProvider = time,
                LoggerFactory = loggers,
            },
            options.Delivery.KeepExpiredQueries,
            cancellationToken).ConfigureAwait(false);
        var delivery = new InboxDelivery(inbox, new DeliverySettings
        {
            Receiver = receiver,
            Options = options.Delivery,
            BotId = bot.Id,
            Name = bot.Id.ToString(CultureInfo.InvariantCulture),
            Errors = errors,
            Time = time,
            Loggers = loggers,
        });
        return new LongPollingSession(
            new UpdatePoller(bot, options, delivery, errors, time, logger),
            delivery,
            new AllowedUpdatesWatch(receiver, options.AllowedUpdates, logger),
            options.ShutdownTimeout,
            logger,
            ownLogging);
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
    /// Updates as they are fetched, without an inbox: an update is done when the next one is asked for, and
    /// acknowledged to Telegram with the next request. What is not done stays with Telegram. An outage is retried as
    /// far as the bot's
    /// <see cref="TelegramBotOptions.Retry"/> goes (five attempts within 2 minutes by default) and thrown then, which
    /// ends the enumeration; a new one goes on. An update that cannot be decoded is reported to
    /// <see cref="LongPollingOptions.OnError"/> and the log, and passed over.
    /// </summary>
    /// <param name="bot">The bot.</param>
    /// <param name="options">Timeout, Limit, AllowedUpdates, DeleteWebhook, MediaGroupsDebounce, OnError, LoggerFactory
    /// and TimeProvider are used; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ApiRequestException">Telegram refused, for instance because somebody else fetches
    /// too.</exception>
    /// <exception cref="BotApiConnectionException">No answer came, as often as it was tried.</exception>
    /// <exception cref="BotApiResponseException">What answered is not Telegram, such as a proxy, as often as it was
    /// tried.</exception>
    /// <remarks>
    /// <para>Cold: each enumeration fetches by itself.</para>
    /// <para>At least once: an enumeration that is left, or ends with an exception or the process, gives what it did since its last request to
    /// Telegram again to the next one.</para>
    /// <para>The parts of a media group come as one update (<see cref="Update.MediaGroup"/>), a debounce after the last one; other updates do not wait
    /// for it. Until it is done Telegram keeps its parts and every update after the first of them, so all of these may come again.</para>
    /// </remarks>
    public static IAsyncEnumerable<Update> LongPollingFlow(
        this TelegramBot bot, LongPollingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bot);
        options ??= new LongPollingOptions();
        return Enumerate(bot, options with { }, cancellationToken);
    }

    /// <summary>
    /// Hands what has piled up at Telegram to a receiver, in order, and returns when nothing is left.
    /// </summary>
    /// <param name="bot">The bot.</param>
    /// <param name="receiver">Your code. What it throws ends the call; the update it failed on stays with
    /// Telegram.</param>
    /// <param name="options">Limit, AllowedUpdates, DeleteWebhook, MediaGroupsDebounce, OnError, LoggerFactory and
    /// TimeProvider are used; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the call between two updates.</param>
    /// <returns>How many updates there were; an album counts as its parts.</returns>
    /// <exception cref="WebhookException">Telegram hands out nothing but updates without a readable id, which no offset
    /// can pass.</exception>
    /// <remarks>
    /// An update that cannot be decoded is reported to <see cref="LongPollingOptions.OnError"/> and the log, passed
    /// over, and counted. The parts of a media group come as one update (<see cref="Update.MediaGroup"/>), a debounce
    /// after the last one; other updates come before it meanwhile. When the receiver fails, those that came after the
    /// first part of an open album may come again.
    /// </remarks>
    public static async Task<int> RetrieveAccumulatedUpdates(
        this TelegramBot bot, UpdateReceiver receiver, LongPollingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bot);
        ArgumentNullException.ThrowIfNull(receiver);
        options ??= new LongPollingOptions();
        using var ownLogging = OwnLogging(bot, options);
        var stream = await Stream(bot, options, TimeSpan.Zero, ownLogging, cancellationToken).ConfigureAwait(false);
        await foreach (var update in stream.Read(untilEmpty: true, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                await receiver(update, cancellationToken).ConfigureAwait(false);
            }
            catch when (stream.Finished > 0)
            {
                // What was handled before the failure must not come again.
                await stream.Confirm().ConfigureAwait(false);
                throw;
            }
        }

        return stream.Finished;
    }

    /// <summary>
    /// Makes Telegram forget what has piled up, so that a bot starts with what comes from now on. Nothing is decoded.
    /// </summary>
    /// <param name="bot">The bot.</param>
    /// <param name="options">Limit, AllowedUpdates, DeleteWebhook and LoggerFactory are used; null for the
    /// defaults.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many updates were forgotten; an album counts as its parts.</returns>
    /// <exception cref="WebhookException">Telegram hands out nothing but updates without a readable id, which no offset
    /// can pass.</exception>
    public static async Task<int> FlushAccumulatedUpdates(
        this TelegramBot bot, LongPollingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bot);
        options ??= new LongPollingOptions();
        using var ownLogging = OwnLogging(bot, options);
        if (options.DeleteWebhook)
            await WebhookRemoval.Delete(
                bot, LoggerOf(bot, options, ownLogging), cancellationToken).ConfigureAwait(false);
        var updates = new RawUpdates(bot, options);
        var forgotten = 0;
        while (await updates.Fetch(updates.Next, options.Limit, TimeSpan.Zero, cancellationToken).ConfigureAwait(false) is { Count: > 0 } fetched)
            forgotten += fetched.Count;
        return forgotten;
    }

    // A stream remembers what it gave out, so each enumeration has one of its own.
    private static async IAsyncEnumerable<Update> Enumerate(
        TelegramBot bot, LongPollingOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ownLogging = OwnLogging(bot, options);
        var stream = await Stream(bot, options, options.Timeout, ownLogging, cancellationToken).ConfigureAwait(false);
        await foreach (var update in stream.Read(untilEmpty: false, cancellationToken).ConfigureAwait(false))
            yield return update;
    }

    /// <summary>Updates without an inbox, once nothing stands in their way.</summary>
    private static async Task<UpdateStream> Stream(
        TelegramBot bot, LongPollingOptions options, TimeSpan timeout, ILoggerFactory? ownLogging, CancellationToken cancellationToken)
    {
        var logger = LoggerOf(bot, options, ownLogging);
        await WebhookRemoval.Run(bot, options, bot.Retry, logger, cancellationToken).ConfigureAwait(false);
        return new UpdateStream(bot, options, timeout, new ErrorReporter(options.OnError, logger));
    }

    /// <summary>The default logging, when nothing else was said; the caller disposes it.</summary>
    private static ILoggerFactory? OwnLogging(TelegramBot bot, LongPollingOptions options) =>
        options.LoggerFactory is null && bot.LoggerFactory is null ? DefaultLogging.Create() : null;

    private static ILogger LoggerOf(TelegramBot bot, LongPollingOptions options, ILoggerFactory? ownLogging) =>
        (ownLogging ?? LoggersOf(bot, options)).CreateLogger(Category);

    private static ILoggerFactory LoggersOf(TelegramBot bot, LongPollingOptions options) =>
        options.LoggerFactory ?? bot.LoggerFactory ?? NullLoggerFactory.Instance;
}
