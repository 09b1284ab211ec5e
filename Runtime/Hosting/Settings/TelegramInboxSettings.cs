using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Where a hosted bot keeps updates. At most one of the three; none of them is a SQLite file named after the bot.
/// </summary>
/// <remarks>
/// For an inbox from a package, such as PostgreSQL, use <see cref="TelegramBotBuilder.UseInbox(UpdateInbox)"/>, which
/// goes before these.
/// </remarks>
public sealed class TelegramInboxSettings
{
    /// <summary>
    /// The path of the SQLite file. Default null: <c>.telegram/&lt;bot id&gt;.db</c> below the working directory.
    /// </summary>
    public string? Sqlite { get; set; }

    /// <summary>Whether updates are kept in memory only (<see cref="UpdateInbox.InMemory"/>). Default false.</summary>
    public bool InMemory { get; set; }

    /// <summary>
    /// Whether nothing is kept and Telegram itself is the queue (<see cref="UpdateInbox.None"/>). Default false.
    /// </summary>
    public bool None { get; set; }

    /// <summary>
    /// How many bytes the file or the memory may take before updates are refused. Default null: 4 GiB of a file, 64 MiB
    /// of memory. At least 1 MiB.
    /// </summary>
    public long? MaxBytes { get; set; }

    /// <summary>
    /// How long an update id is remembered to recognise duplicates. Default 48 hours, at least 1 hour.
    /// </summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromHours(48);

    /// <summary>How long a dead letter is kept. Default 30 days, at least 1 hour; null keeps them for ever.</summary>
    public TimeSpan? DeadLetterRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Which inbox it is.</summary>
    public override string ToString() => None ? "none" : InMemory ? "in memory" : $"SQLite at {Sqlite ?? "the default path"}";

    internal IEnumerable<string> Problems()
    {
        if ((Sqlite is not null ? 1 : 0) + (InMemory ? 1 : 0) + (None ? 1 : 0) > 1)
            yield return "Inbox names more than one of Sqlite, InMemory and None; name one of them.";
        if (PathProblem() is { } problemOfPath)
            yield return "Inbox:Sqlite: " + problemOfPath;
        foreach (var problem in InMemory ? MemoryOptions.Problems() : SqliteOptions.Problems())
            yield return "Inbox: " + problem.Replace(
                nameof(SqliteInboxOptions.MaxFileBytes), nameof(MaxBytes), StringComparison.Ordinal);
    }

    internal UpdateInbox Choose() =>
        None ? UpdateInbox.None : InMemory ? UpdateInbox.InMemory(MemoryOptions) : UpdateInbox.Sqlite(Sqlite, SqliteOptions);

    private string? PathProblem()
    {
        try
        {
            _ = UpdateInbox.Sqlite(Sqlite);
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    private MemoryInboxOptions MemoryOptions
    {
        get
        {
            var options = new MemoryInboxOptions { Retention = Retention, DeadLetterRetention = DeadLetterRetention };
            return MaxBytes is { } bytes ? options with { MaxBytes = bytes } : options;
        }
    }

    private SqliteInboxOptions SqliteOptions
    {
        get
        {
            var options = new SqliteInboxOptions { Retention = Retention, DeadLetterRetention = DeadLetterRetention };
            return MaxBytes is { } bytes ? options with { MaxFileBytes = bytes } : options;
        }
    }
}
