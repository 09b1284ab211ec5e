using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>What all parts of an opened inbox share.</summary>
internal sealed class InboxParts(Database database, InboxContext context, PostgreSqlInboxOptions options)
{
    /// <summary>
    /// How often the database is asked whether there is something for this instance: the net under everything that is
    /// quicker.
    /// </summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    public Database Database { get; } = database;

    public InboxContext Context { get; } = context;

    public PostgreSqlInboxOptions Options { get; } = options;

    public ILogger Logger { get; } = new SafeLogger(context.LoggerFactory.CreateLogger("Telegram.Webhooks.Runtime.Inbox"));

    /// <summary>
    /// The clock of leases, polls and pauses: real time, whatever clock tests set for waits and ages.
    /// </summary>
    public TimeProvider LeaseTime { get; } = TimeProvider.System;

    public bool WithAlbums => Context.MediaGroupsDebounce is not null;

    public string Name { get; } = options.InstanceName ?? $"{Environment.MachineName}/{Environment.ProcessId}";

    public void Failing(InboxException error) => Tell(Context.OnFailing, error);

    public void Fault(InboxException error) => Tell(Context.OnFault, error);

    /// <summary>
    /// A loop goes on whatever happens in it: if it ended, updates would wait without anybody knowing why.
    /// </summary>
    public void LoopFailed(Exception error)
    {
        if (error is InboxException || Database.IsTheDatabases(error)) return;
        InboxLog.Unexpected(Logger, error);
        Fault(new InboxException($"The inbox goes on after an error of its own: {error.Message}", error));
    }

    private static void Tell(Action<InboxException>? listener, InboxException error) => listener?.Invoke(error);
}
