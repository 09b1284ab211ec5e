using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

/// <summary>Appends of one statement: duplicates among them take places in their lanes that nobody ever has.</summary>
internal sealed class AppendBatchTests
{
    private string _server = "";

    [OneTimeSetUp]
    public async Task FindServer() => _server = await PostgresRun.ConnectionString();

    [Test]
    public async Task A_lane_to_which_only_duplicates_came_is_given_back()
    {
        await using var openers = new Openers(_server);
        var inbox = await openers.Open();
        await inbox.Append([TestUpdates.Message(1, chat: 1), TestUpdates.Message(2, chat: 2)]);
        for (var i = 0; i < 2; i++) await inbox.Complete(await Openers.Claim(inbox));
        await NoLaneIsLeft();
        var results = await inbox.Append([TestUpdates.Message(2, chat: 2), TestUpdates.Message(1, chat: 1)]);
        Assert.That(results, Is.All.EqualTo(AppendResult.Duplicate));
        await NoLaneIsLeft();

        Task NoLaneIsLeft() => Until(async () => await PostgresRun.Ask<long>(_server, $"SELECT count(*) FROM telegram.lanes WHERE bot = {openers.Bot}") == 0);
    }

    [Test]
    public async Task What_is_new_in_a_lane_is_handled_in_its_order_around_the_duplicates()
    {
        await using var openers = new Openers(_server);
        var inbox = await openers.Open();
        await inbox.Append(TestUpdates.Message(7));
        await inbox.Complete(await Openers.Claim(inbox));
        // The order of the list, whatever their ids are.
        var results = await inbox.Append([TestUpdates.Message(7), TestUpdates.Message(9), TestUpdates.Message(7), TestUpdates.Message(8), TestUpdates.Message(9)]);
        Assert.That(results, Is.EqualTo(new[]
        {
            AppendResult.Duplicate, AppendResult.Appended, AppendResult.Duplicate, AppendResult.Appended, AppendResult.Duplicate,
        }));
        var ids = new List<long>();
        for (var i = 0; i < 2; i++)
        {
            var claim = await Openers.Claim(inbox);
            ids.AddRange(claim.Ids());
            await inbox.Complete(claim);
        }

        Assert.That(ids, Is.EqualTo(new[] { 9L, 8L }));
        Assert.That((await inbox.Status()).Pending, Is.Zero);
    }

    [Test]
    public async Task The_same_ids_in_other_orders_from_several_at_once_are_kept_once_each()
    {
        const int count = 40;
        await using var openers = new Openers(_server);
        IUpdateInbox[] inboxes = [await openers.Open(), await openers.Open(), await openers.Open()];
        var results = await Task.WhenAll(Enumerable.Range(0, 9).Select(async at =>
        {
            var order = new Random(at);
            return await inboxes[at % inboxes.Length].Append([.. Enumerable.Range(1, count).OrderBy(_ => order.Next()).Select(id => TestUpdates.Message(id, chat: id % 13))]);
        }));
        Assert.That(results.SelectMany(each => each).Count(result => result == AppendResult.Appended), Is.EqualTo(count));
        Assert.That((await inboxes[0].Status()).Pending, Is.EqualTo(count));
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(RealTime.Patience);
        while (!await condition()) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
    }
}
