using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Telegram.Webhooks.Runtime.Benchmarks.PostgreSql;

/// <summary>
/// What a run takes besides time: processor time of this process and of the server's, transactions, write-ahead log. On
/// a machine that others use, too, these say more than updates a second.
/// </summary>
internal sealed record Costs(TimeSpan Own, TimeSpan Server, long Commits, long WalBytes, long WalSyncs)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    public static async Task<Costs> Now(string connectionString)
    {
        using var self = Process.GetCurrentProcess();
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT pg_stat_force_next_flush(), (SELECT sum(xact_commit)::bigint FROM pg_stat_database),
                pg_current_wal_insert_lsn() - '0/0'::pg_lsn, (SELECT wal_sync FROM pg_stat_wal),
                (SELECT setting FROM pg_settings WHERE name = 'data_directory')
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var postmaster = int.Parse(
            File.ReadLines(Path.Combine(reader.GetString(4), "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        return new Costs(self.TotalProcessorTime, ServerTime(postmaster), reader.GetInt64(1),
            (long)reader.GetDecimal(2), reader.GetInt64(3));
    }

    public Costs Since(Costs before) =>
        new(Own - before.Own, Server - before.Server, Commits - before.Commits, WalBytes - before.WalBytes,
            WalSyncs - before.WalSyncs);

    public string Each(int count) => string.Create(
        CultureInfo.InvariantCulture,
        $"CPU {Own.TotalMicroseconds / count:F0} us here + {Server.TotalMicroseconds / count:F0} us in the server, {(double)Commits / count:F3} commits, {(double)WalSyncs / count:F3} syncs, {WalBytes / count} B of log");

    // The processes that are there, and those that the postmaster has seen end.
    private static TimeSpan ServerTime(int postmaster)
    {
        long ticks = 0;
        foreach (var process in Directory.GetDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            string[] fields;
            try
            {
                var line = File.ReadAllText(Path.Combine(process, "stat"));
                // Behind the name in brackets, which may hold blanks: state, parent, …
                fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
            }
            catch (IOException)
            {
                // It has just ended.
                continue;
            }

            var isPostmaster = Path.GetFileName(process) == postmaster.ToString(CultureInfo.InvariantCulture);
            if (!isPostmaster && fields[1] != postmaster.ToString(CultureInfo.InvariantCulture)) continue;
            ticks += Field(11) + Field(12);
            if (isPostmaster) ticks += Field(13) + Field(14);

            long Field(int at) => long.Parse(fields[at], CultureInfo.InvariantCulture);
        }

        return ticks * Tick;
    }
}
