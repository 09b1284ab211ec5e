using Npgsql;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.PostgreSql;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

/// <summary>
/// Statements that run all the time are planned once, maybe while the tables were empty: the plan must do for a backlog
/// of millions.
/// </summary>
internal sealed class WritingPlanTests
{
    private static readonly TestCaseData[] Statements =
    [
        Statement("Settle", TransitionSql.Settle, "bigint, timestamptz, bigint[], bigint[], bigint[], bigint[]"),
        Statement("Forget", TransitionSql.Forget, "bigint, bigint[], bigint[]"),
        Statement("Retry", TransitionSql.Retry,
            "bigint, timestamptz, bigint[], bigint[], bigint[], int[], bigint[], bigint[], text[], bytea[]"),
        Statement("Bury", TransitionSql.Bury,
            "bigint, timestamptz, bigint[], bigint[], bigint[], int[], text[], bytea[]"),
        Statement("Note", TransitionSql.Note, "bigint, bigint[], bigint[], bigint[], bytea[]"),
        Statement("Release", TransitionSql.Release,
            "bigint, bigint[], bigint[], bigint[], timestamptz[], boolean[], int[]"),
        Statement("Updates", AppendSql.Updates, "bigint, timestamptz, bigint, bigint, bigint, bigint, bigint[], bigint[], boolean[], bigint[], int[], bigint[], boolean[], text[], text[], bytea[]"),
    ];

    private string _database = "";

    [OneTimeSetUp]
    public async Task MakeTables()
    {
        _database = await PostgresRun.NewDatabase();
        await (await UpdateInbox.PostgreSql(_database).Open(new InboxContext { Name = "plans", BotId = 1 }))
            .DisposeAsync();
    }

    [TestCaseSource(nameof(Statements))]
    public async Task A_plan_made_for_empty_tables_goes_by_whole_primary_keys(string sql, string types)
    {
        var options = new NpgsqlConnectionStringBuilder(_database) { Options = DatabaseSource.Writing, Pooling = false };
        await using var connection = new NpgsqlConnection(options.ConnectionString);
        await connection.OpenAsync();
        await using (var prepare = new NpgsqlCommand($"PREPARE tried ({types}) AS {sql}", connection)) await prepare.ExecuteNonQueryAsync();
        // What they hold does not matter to a generic plan.
        var nothing = string.Join(", ", types.Split(", ").Select(_ => "NULL"));
        await using var explain = new NpgsqlCommand($"EXPLAIN EXECUTE tried ({nothing})", connection);
        await using var reader = await explain.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0).Trim());
        var plan = string.Join('\n', lines);

        Assert.That(lines, Has.None.Contains("Seq Scan on").And.None.Contains("Hash Join").And.None.Contains("Merge Join").And.None.Contains("Bitmap").And.None.Contains("Sort"), plan);
        foreach (var at in Enumerable.Range(0, lines.Count).Where(at => lines[at].Contains("Index Scan") || lines[at].Contains("Index Only Scan")))
        {
            var condition = lines[at + 1];
            Assert.That(condition, Does.StartWith("Index Cond:"), plan);
            if (lines[at].Contains("lanes_pkey"))
                Assert.That(condition, Does.Contain("bot =").And.Contain("lane ="), plan);
            else if (lines[at].Contains("updates_pkey"))
                Assert.That(
                    condition, Does.Contain("bot =").And.Contain("lane =").And.Contain("\"position\" >="), plan);
            else Assert.That(lines[at], Does.Contain("instances_pkey"), plan);
        }
    }

    private static TestCaseData Statement(string name, string sql, string types) =>
        new TestCaseData(sql, types).SetName($"{name}_is_planned_for_any_size");
}
