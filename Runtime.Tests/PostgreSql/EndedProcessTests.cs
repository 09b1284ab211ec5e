using System.Diagnostics;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.PostgreSql;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

/// <summary>
/// An instance whose process has ended on this machine need not be waited for; every other is left to its lease.
/// </summary>
internal sealed class EndedProcessTests
{
    private string _server = "";

    [OneTimeSetUp]
    public async Task FindServer()
    {
        if (ProcessMark.Own is null) Assert.Ignore("Processes are told apart on Linux only.");
        _server = await PostgresRun.ConnectionString();
    }

    [Test]
    public async Task An_instance_that_restarted_after_a_crash_waited_for_its_own_lease()
    {
        await using var openers = new Openers(_server);
        using var process = Process.Start("sleep", "600");
        var mark = ProcessMark.Of(process.Id)!;
        try
        {
            await AppendToALaneOf(openers, mark);
            var joined = await openers.Open(LeaseTimes.Default);
            Assert.That(await InstancesOf(openers, mark), Is.EqualTo(1), "its process runs");
            var claim = joined.Claim().AsTask();
            process.Kill();
            await process.WaitForExitAsync();
            await openers.Open(LeaseTimes.Default);
            var next = await claim.WaitAsync(RealTime.Patience);
            Assert.That((next.Ids()[0], next.Attempt), Is.EqualTo((1L, 2)), "the attempt that it died in counts");
            Assert.That(await InstancesOf(openers, mark), Is.Zero);
        }
        finally
        {
            process.Kill();
        }
    }

    [Test]
    public async Task The_others_of_the_machine_notice_it_too()
    {
        await using var openers = new Openers(_server);
        using var process = Process.Start("sleep", "600");
        await AppendToALaneOf(openers, ProcessMark.Of(process.Id)!);
        var other = await openers.Open();
        process.Kill();
        await process.WaitForExitAsync();
        Assert.That((await Openers.Claim(other)).Attempt, Is.EqualTo(2));
    }

    [Test]
    public async Task A_process_of_another_machine_or_container_or_one_that_runs_is_left_to_its_lease()
    {
        using var process = Process.Start("sleep", "600");
        var mark = ProcessMark.Of(process.Id)!;
        Assert.That((ProcessMark.IsGone(mark), ProcessMark.IsGone(ProcessMark.Own!)), Is.EqualTo((false, false)));
        process.Kill();
        await process.WaitForExitAsync();
        Assert.That(ProcessMark.IsGone(mark), Is.True);
        var parts = mark.Split(' ');
        foreach (var place in Enumerable.Range(0, 3))
        {
            string[] elsewhere = [.. parts];
            elsewhere[place] = "other";
            Assert.That(ProcessMark.IsGone(string.Join(' ', elsewhere)), Is.False);
        }

        string[] before = [.. parts[..3], $"{Environment.ProcessId}", "1"];
        Assert.That(ProcessMark.IsGone(string.Join(' ', before)), Is.True, "another process had this one's id before");
        Assert.That(ProcessMark.IsGone("what a later library writes"), Is.False);
    }

    // As an instance leaves it that ended in the middle of an attempt.
    private async Task AppendToALaneOf(Openers openers, string mark)
    {
        var inbox = await openers.Open();
        await inbox.Append(TestUpdates.Message(1));
        await inbox.DisposeAsync();
        await PostgresRun.Execute(_server, $"""
            WITH gone AS (INSERT INTO telegram.instances (bot, name, given_up_after, process) VALUES ({openers.Bot}, 'gone', '1 day', '{mark}') RETURNING id)
            UPDATE telegram.lanes SET owner = (SELECT id FROM gone), fence = (SELECT id << 32 FROM gone) WHERE bot = {openers.Bot}
            """);
    }

    private Task<long> InstancesOf(Openers openers, string mark) =>
        PostgresRun.Ask<long>(
            _server, $"SELECT count(*) FROM telegram.instances WHERE bot = {openers.Bot} AND process = '{mark}'");
}
