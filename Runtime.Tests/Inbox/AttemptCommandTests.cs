using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Delivery;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>
/// The end of an attempt against the writer that records it: every order of the two, with commits that fail in between.
/// </summary>
public sealed class AttemptCommandTests
{
    private const int MostCommits = 3;

    private enum End
    {
        None,
        Complete,
        Retry,
    }

    [Test]
    public void In_every_order_and_after_every_rollback_the_file_says_what_became_of_the_update()
    {
        using var directory = new TemporaryDirectory();
        using var file = InboxFile.Open(directory.File("inbox.db"), 1024 * 1024, new InboxContext { Name = "a" });
        var seen = new SqliteSeenIds(file.Writer,
            new SeenClock(file.Writer, TimeProvider.System, TimeSpan.FromHours(48)), TimeSpan.FromHours(48));
        var transaction = new WriteTransaction(
            file.Writer, seen, new RowIds(file.Writer), new InboxCounts(file.Writer),
            new DeadLetterShare(MaxCount: 10, MaxBytes: 1000));
        var (id, schedules) = (1L, 0);
        foreach (var end in Enum.GetValues<End>())
        {
            for (var commits = 0; commits <= MostCommits; commits++)
            {
                for (var fails = 0; fails < 1 << commits; fails++)
                {
                    for (var endsAt = 0; endsAt <= commits; endsAt++, id += 2, schedules++)
                    {
                        Follow(transaction, id, end, endsAt,
                            [.. Enumerable.Range(0, commits).Select(at => (fails & (1 << at)) != 0)]);
                        Assert.That(
                            (State(file.Writer, id), State(file.Writer, id + 1)),
                            Is.EqualTo((Expected(end), Expected(end))),
                            $"{end} before commit {endsAt} of {commits}, of which {fails:b} fail");
                    }
                }
            }
        }

        Assert.That(schedules, Is.EqualTo(3 * (1 + 4 + 12 + 32)));
    }

    [Test]
    public void An_attempt_whose_record_will_not_be_written_has_its_end_refused_and_not_taken_for_written()
    {
        var record = new AttemptCommand(new ScriptedClaim(Update(1)));
        record.Failed(new InboxUnavailableException("closed"));
        Assert.That(record.Complete(), Is.InstanceOf<CompleteCommand>());
    }

    [Test]
    public void An_end_that_gives_a_full_file_space_back_had_to_find_space_first()
    {
        var begun = new AttemptCommand(new ScriptedClaim(Update(1)));
        Assert.That(begun.GivesSpaceBack, Is.False);
        Assert.That(begun.Complete(), Is.Null, "it writes the end itself");
        Assert.That((begun.GivesSpaceBack, begun.IsKept), Is.EqualTo((true, true)));

        begun = new AttemptCommand(new ScriptedClaim(Update(1)));
        begun.Cancel();
        var end = begun.Complete()!;
        Assert.That((end.GivesSpaceBack, end.IsKept, end.IsUrgent), Is.EqualTo((true, true, false)));
    }

    private static string Expected(End end) => end switch
    {
        End.None => "claimed 1",
        End.Complete => "gone",
        _ => "pending 1",
    };

    // What the writer does: everything that is kept, in order, until a commit goes through; then only what came after.
    private static void Follow(WriteTransaction file, long id, End end, int endsAt, List<bool> fails)
    {
        foreach (var part in (long[])[id, id + 1])
            file.Use(WriteSql.Append).Bind(1, part).Bind(2, part).Bind(3, "message").Bind(4, 1).Bind(5, (string?)null)
                .Bind(6, "x"u8).Bind(7, 0).Run();
        var record = new AttemptCommand(Claim(id, id + 1));
        List<WriteCommand> kept = [record];
        for (var at = 0; at <= fails.Count; at++)
        {
            if (at == endsAt) kept.AddRange(EndOf(record, end, id));
            file.Begin();
            foreach (var command in kept) command.Apply(file);
            var isFailing = at < fails.Count && fails[at];
            if (isFailing) file.Rollback();
            else file.Commit();
            if (!isFailing) kept.Clear();
        }
    }

    private static IEnumerable<WriteCommand> EndOf(AttemptCommand record, End end, long id)
    {
        if (end == End.Complete && record.Complete() is { } later) yield return later;
        if (end != End.Retry) yield break;
        record.Cancel();
        yield return new AwaitedCommand<int>(isKept: true, connection => ((long[])[id, id + 1]).Sum(
            part => connection.Use(WriteSql.Retry).Bind(1, part).Bind(2, 1).Bind(3, (long?)5).Bind(4, (long?)5)
                .Bind(5, "failed").Bind(6, (string?)null).Run()));
    }

    private static LaneClaim Claim(params long[] ids)
    {
        var lane = new Lane(1);
        var unit = new LaneUnit(lane, Update(ids[0]), attempt: 1);
        foreach (var id in ids[1..]) unit.Join(new StoredRow(Update(id)));
        return new LaneClaim(unit);
    }

    private static StoredUpdate Update(long id) =>
        new() { Id = id, UpdateId = id, Body = "x"u8.ToArray(), ReceivedAt = default };

    private static string State(InboxConnection file, long id)
    {
        var statement = file.Use("SELECT state, attempt FROM updates WHERE id = ?1").Bind(1, id);
        if (!statement.Step()) return "gone";
        var state = $"{statement.Text(0)} {statement.Int64(1)}";
        statement.Reset();
        return state;
    }
}
