using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

public sealed partial class InboxSchemaTests
{
    [Test]
    public async Task The_documented_states_are_the_check_constraints_of_the_file()
    {
        var documented = DocumentedState().Matches(await File.ReadAllTextAsync(DocumentPath()))
            .ToDictionary(match => match.Groups["state"].Value, match => match.Groups["condition"].Value);
        using var directory = new TemporaryDirectory();
        await (await UpdateInbox.Sqlite(directory.File("a.db")).Open(new InboxContext { Name = "a" })).DisposeAsync();
        var schema = (string)Query(directory.File("a.db"), "SELECT sql FROM sqlite_master WHERE name = 'updates'")!;
        var constraints = StateCheck().Matches(schema)
            .ToDictionary(match => match.Groups["state"].Value, match => match.Groups["condition"].Value);
        Assert.That(documented, Is.EquivalentTo(constraints).And.Count.EqualTo(3));
        Assert.That(schema, Does.Contain($"CHECK (state IN ({string.Join(", ", documented.Keys.Select(state => $"'{state}'"))}))"));
    }

    [TestCase("'done', 0, NULL, NULL", 1)]
    [TestCase("'pending', -1, NULL, NULL", 1)]
    [TestCase("'pending', 0, 5, NULL", 1)]
    [TestCase("'pending', 0, NULL, NULL", null)]
    [TestCase("'claimed', 0, NULL, NULL", 1)]
    [TestCase("'claimed', 1, 5, NULL", 1)]
    [TestCase("'claimed', 1, NULL, NULL", null)]
    [TestCase("'dead', 1, NULL, NULL", 1)]
    [TestCase("'dead', 1, 5, 'why'", 1)]
    public async Task What_no_state_allows_the_file_refuses(string values, int? updateId)
    {
        using var directory = new TemporaryDirectory();
        await (await UpdateInbox.Sqlite(directory.File("a.db")).Open(new InboxContext { Name = "a" })).DisposeAsync();
        var insert = $"INSERT INTO updates (update_id, body, received_at, state, attempt, due_at, last_error) VALUES ({updateId?.ToString() ?? "NULL"}, x'00', 0, {values})";
        Assert.That(() => Query(directory.File("a.db"), insert), Throws.InstanceOf<SqliteException>().With.Message.Contains("CHECK constraint"));
    }

    [Test]
    public async Task Only_a_dead_letter_has_a_time_of_death()
    {
        using var directory = new TemporaryDirectory();
        await (await UpdateInbox.Sqlite(directory.File("a.db")).Open(new InboxContext { Name = "a" })).DisposeAsync();
        const string insert = "INSERT INTO updates (update_id, body, received_at, state, attempt, dead_at) VALUES (1, x'00', 0, 'pending', 0, 5)";
        Assert.That(() => Query(directory.File("a.db"), insert), Throws.InstanceOf<SqliteException>().With.Message.Contains("CHECK constraint"));
    }

    [Test]
    public async Task A_file_of_the_first_schema_keeps_its_dead_letters_for_the_whole_retention()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("a.db");
        Query(path, Migrations.Steps[0]);
        Query(path, $"PRAGMA application_id = {Pragmas.ApplicationId}; PRAGMA user_version = 1");
        Query(path, "INSERT INTO updates (update_id, body, received_at, state, attempt, last_error) VALUES (1, x'00', 0, 'dead', 1, 'why'), (2, x'00', 0, 'pending', 0, NULL)");

        await using (var inbox = await UpdateInbox.Sqlite(path).Open(new InboxContext { Name = "a" }))
        {
            await inbox.Purge(0);
            var letters = new List<long?>();
            await foreach (var letter in inbox.DeadLetters()) letters.Add(letter.UpdateId);
            Assert.That(letters, Is.EqualTo(new long?[] { 1 }));
        }

        Assert.That(Query(path, "SELECT dead_at IS NULL FROM updates WHERE update_id = 2"), Is.EqualTo(1));
        Assert.That(Query(path, "SELECT dead_at > (unixepoch() - 3600) * 1000 FROM updates WHERE update_id = 1"),
            Is.EqualTo(1), "its retention counts from now, and has an end");
    }

    [Test]
    public async Task A_file_of_the_first_schema_goes_on_where_it_stood()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("a.db");
        Query(path, Migrations.Steps[0]);
        Query(path, $"PRAGMA application_id = {Pragmas.ApplicationId}; PRAGMA user_version = 1");
        // Of one chat: one that was being handled, one that waits for a retry that is due, one that is new.
        Query(path, """
            INSERT INTO updates (id, update_id, lane, body, received_at, state, attempt, due_at, last_error)
            VALUES (7, 1, 5, x'7B7D', 0, 'claimed', 2, NULL, NULL), (8, 2, 5, x'7B7D', 0, 'pending', 1, 1, 'why'), (9, 3, 5, x'7B7D', 0, 'pending', 0, NULL, NULL)
            """);

        await using var inbox = await UpdateInbox.Sqlite(path).Open(new InboxContext { Name = "a" });
        var handled = new List<(long, int)>();
        for (var i = 0; i < 3; i++)
        {
            var claim = await inbox.Claim().AsTask().WaitAsync(RealTime.Patience);
            handled.Add((claim.Updates[0].UpdateId, claim.Attempt));
            await inbox.Bury(claim, "given up");
        }

        Assert.That(handled, Is.EqualTo(new[] { (1L, 3), (2L, 2), (3L, 1) }));
        Assert.That(await inbox.Replay(8), Is.True);
        Assert.That(Query(path, "SELECT count(*) FROM updates WHERE dead_at IS NOT NULL"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_body_without_an_id_was_compared_with_every_other_of_its_length()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("a.db");
        await using (var inbox = await UpdateInbox.Sqlite(path).Open(new InboxContext { Name = "a" }))
        {
            Assert.That(await inbox.Append(TestUpdates.Read("garbage 1")), Is.EqualTo(AppendResult.Appended));
            Assert.That(await inbox.Append(TestUpdates.Read("garbage 2")), Is.EqualTo(AppendResult.Appended));
            Assert.That(await inbox.Append(TestUpdates.Read("garbage 1")), Is.EqualTo(AppendResult.Duplicate));
        }

        var plan = Query(path, $"EXPLAIN QUERY PLAN {WriteSql.HasNameless}", column: 3);
        Assert.That(plan, Does.StartWith("SEARCH updates USING").And.Contains("(digest=?)"));
    }

    [TestCase(16_384, 14_400, true, TestName = "64 MiB of which an eighth is used")]
    [TestCase(16_383, 16_000, false, TestName = "Less than 64 MiB")]
    [TestCase(16_384, 14_000, false, TestName = "More than an eighth is used")]
    [TestCase(1_048_576, 1_030_000, false, TestName = "More is left than is staged in memory")]
    public void A_file_is_shrunk_when_it_is_large_and_little_is_left_in_it(long pages, long free, bool isShrunk) =>
        Assert.That(InboxFile.IsWorthShrinking(pages, free), Is.EqualTo(isShrunk));

    private static object? Query(string path, string sql, int column = 0)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are this test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var parameter = 1; parameter <= sql.Count(letter => letter == '?'); parameter++)
            command.Parameters.AddWithValue($"?{parameter}", DBNull.Value);
        using var reader = command.ExecuteReader();
        return reader.Read() ? reader.GetValue(column) : null;
    }

    private static string DocumentPath() => Path.Combine(RepositoryFiles.Root, "docs", "inbox.md");

    [GeneratedRegex(@"^\| (?<state>\w+) \| `(?<condition>[^`]+)` \|$", RegexOptions.Multiline)]
    private static partial Regex DocumentedState();

    [GeneratedRegex(@"CHECK \(state <> '(?<state>\w+)' OR \((?<condition>.+)\)\)")]
    private static partial Regex StateCheck();
}
