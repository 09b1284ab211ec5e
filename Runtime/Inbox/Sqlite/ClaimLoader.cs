using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// Reads what of a claim is in the file only. What is wrong there is logged and told; what becomes of it is up to the
/// caller.
/// </summary>
internal sealed partial class ClaimLoader(string path, SqliteReader reader, InboxContext context, ILogger logger)
{
    /// <summary>Reads, and says how that went.</summary>
    /// <param name="claim">Gets what was read.</param>
    /// <param name="error">Why it is not whole, where reading it threw.</param>
    public ClaimLoad Load(SqliteClaim claim, out Exception? error)
    {
        var id = claim.Updates[0].UpdateId;
        error = null;
        try
        {
            if (claim.Load(reader, damage => ReportSaid(id, damage))) return ClaimLoad.Whole;
        }
        catch (Exception fault) when (fault is SqliteFault or InboxUnavailableException)
        {
            error = fault;
            return ClaimLoad.Failed;
        }
        catch (Exception damage)
        {
            error = damage;
            Unreadable(id, path, damage);
            Tell($"Update {id} of the inbox '{path}' cannot be read; it became a dead letter.", damage);
            return ClaimLoad.Unreadable;
        }

        Gone(id, path);
        Tell($"Update {id} is not in the inbox '{path}' any more: another program has removed it, and it is not handled.", null);
        return ClaimLoad.Gone;
    }

    private void ReportSaid(long id, FormatException damage)
    {
        SaidUnreadable(id, damage);
        Tell($"What was already said for update {id} cannot be read; it may be said twice.", damage);
    }

    private void Tell(string what, Exception? cause) => context.OnFault?.Invoke(new InboxException(what, cause));

    [LoggerMessage(3031, LogLevel.Warning, "Update {UpdateId} is not in the inbox '{Path}' any more: another program has removed it.")]
    private partial void Gone(long updateId, string path);

    [LoggerMessage(3032, LogLevel.Error, "What was already said for update {UpdateId} cannot be read; it may be said twice.")]
    private partial void SaidUnreadable(long updateId, Exception cause);

    [LoggerMessage(3034, LogLevel.Error,
        "Update {UpdateId} of the inbox '{Path}' cannot be read; it becomes a dead letter, and what stands behind it is handled.")]
    private partial void Unreadable(long updateId, string path, Exception cause);
}
