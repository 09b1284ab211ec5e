using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

internal sealed class PostgreSqlInboxChoice(DatabaseSource source, PostgreSqlInboxOptions options) : UpdateInbox
{
    public override async ValueTask<IUpdateInbox> Open(
        InboxContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var problems = options.Problems().ToList();
        if (context.BotId is null)
            problems.Add("The PostgreSQL inbox keeps the updates of each bot apart, and the bot is not known here: start with SetWebhookInfoAndStartListenWebhooks, long polling, or MapTelegramWebhook.");
        if (problems.Count > 0) throw new InboxException(string.Join(" ", problems));
        var (dataSource, writing, isOwned) = source.Open();
        var database = new Database(
            dataSource, writing, isOwned, context.BotId!.Value, context.TimeProvider, options.CommandTimeout);
        try
        {
            var parts = new InboxParts(database, context, options);
            var (session, seen, held) = await StartAttempts
                .Repeat(() => Begin(parts, cancellationToken), source.ToString(), options.StartTimeout, parts.Logger, cancellationToken).ConfigureAwait(false);
            return new PostgreSqlInbox(parts, session, new SeenClock(context.TimeProvider, seen), held);
        }
        catch
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<(Session Session, long SeenClock, DateTimeOffset? AlbumsHeldUntil)> Begin(
        InboxParts parts, CancellationToken cancellationToken)
    {
        await Schema.Prepare(parts.Database, cancellationToken).ConfigureAwait(false);
        return await Registration.Register(parts, isOpening: true, cancellationToken).ConfigureAwait(false);
    }

    public override string ToString() => $"PostgreSQL at {source}";
}
