using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

internal sealed class ChecklistTests : MethodTest
{
    private SandboxUser _bob = null!;
    private SandboxBusiness _shop = null!;

    [SetUp]
    public async Task BobWritesToAdasShop()
    {
        _bob = Telegram.User("Bob");
        _shop = await Ada.ConnectsBot();
        await _shop.From(_bob).Says("what is to do?");
        await News();
    }

    [Test]
    public async Task The_bot_sends_a_checklist_for_the_owner_and_hears_what_is_done()
    {
        var sent = await Api.SendChecklist(_shop.ConnectionId, _bob.Id, Moving(othersMark: true));
        Assert.That((sent.From!.Id, sent.SenderBusinessBot!.Id, sent.BusinessConnectionId),
            Is.EqualTo((Ada.Id, Telegram.BotId, _shop.ConnectionId)));
        Assert.That((sent.Checklist!.Title, sent.Checklist.TitleEntities![0].Type, sent.Checklist.OthersCanAddTasks),
            Is.EqualTo(("Moving", MessageEntityType.Bold, false)));
        Assert.That(sent.Checklist.Tasks.Select(task => (task.Id, task.Text)), Is.EqualTo(new[] { (1L, "Pack"), (2L, "Carry"), (3L, "Unpack") }));
        await _shop.From(_bob).Marks("Pack", "Unpack");
        var told = await News(update => update.BusinessMessage);
        Assert.That(told.ChecklistTasksDone!.MarkedAsDoneTaskIds, Is.EqualTo(new[] { 1L, 3L }));
        Assert.That((told.From!.Id, told.ChecklistTasksDone.ChecklistMessage!.MessageId),
            Is.EqualTo((_bob.Id, sent.MessageId)));
        var done = told.ChecklistTasksDone.ChecklistMessage.Checklist!.Tasks;
        Assert.That(done.Select(task => task.CompletedByUser?.Id), Is.EqualTo(new long?[] { _bob.Id, null, _bob.Id }));
        Assert.That(done[0].CompletionDate, Is.EqualTo(Time.GetUtcNow() - TimeSpan.FromSeconds(4)));

        await _shop.From(_bob).Marks("Pack");
        Assert.That(await Kinds(), Is.Empty, "it was done already");
        await _shop.OwnerTo(_bob).Unmarks("Pack");
        Assert.That((await News(update => update.BusinessMessage)).ChecklistTasksDone!.MarkedAsNotDoneTaskIds, Is.EqualTo(new[] { 1L }));
    }

    [Test]
    public async Task An_edit_keeps_what_is_done_by_id()
    {
        var sent = await Api.SendChecklist(
            _shop.ConnectionId, _bob.Id, Moving(othersMark: true), replyMarkup: Buttons("Help"));
        await _shop.From(_bob).Marks("Carry");
        var edited = await Api.EditMessageChecklist(_shop.ConnectionId, _bob.Id, sent.MessageId, new InputChecklist
        {
            Title = "Moved",
            Tasks = [new() { Id = 2, Text = "Carry all" }, new() { Id = 4, Text = "Rest" }],
        });
        Assert.That((edited.Checklist!.Title, edited.ReplyMarkup, edited.EditDate is not null),
            Is.EqualTo(("Moved", (InlineKeyboardMarkup?)null, true)));
        Assert.That(edited.Checklist.Tasks.Select(task => (task.Text, task.CompletedByUser?.Id)), Is.EqualTo(new[] { ("Carry all", _bob.Id), ("Rest", (long?)null) }));
        await _shop.From(_bob).Hears(message => message.IsEdited, "of the edit");
        var text = await Api.SendMessage(_bob.Id, "no list", businessConnectionId: _shop.ConnectionId);
        await Refused(400, "Bad Request: message can't be edited",
            () => Api.EditMessageChecklist(_shop.ConnectionId, _bob.Id, text.MessageId, Moving()));
        await Refused(400, "Bad Request: message to edit not found",
            () => Api.EditMessageChecklist(_shop.ConnectionId, _bob.Id, 999, Moving()));
    }

    [Test]
    public async Task People_send_checklists_too_and_say_who_may_work_on_them()
    {
        var group = Telegram.Group("Flat", Ada, _bob);
        await Ada.In(group).SendsChecklist("Shop", ["Milk", "Bread"]);
        var list = (await News()).Single(update => update.Message?.Checklist is not null).Message!;
        Assert.That((list.Checklist!.OthersCanAddTasks, list.Checklist.OthersCanMarkTasksAsDone),
            Is.EqualTo((true, true)));
        await _bob.In(group).AddsTasks("Tea");
        var added = (await News(update => update.Message)).ChecklistTasksAdded!;
        Assert.That((added.Tasks.Single().Id, added.Tasks[0].Text, added.ChecklistMessage!.Checklist!.Tasks.Count),
            Is.EqualTo((3L, "Tea", 3)));
        await _bob.In(group).Marks("Milk");
        Assert.That((await News(update => update.Message)).ChecklistTasksDone!.ChecklistMessage!.MessageId, Is.EqualTo(list.MessageId));

        await Ada.In(group).SendsChecklist("Mine", ["Sleep"], shared: false);
        await Assert.ThatAsync(() => _bob.In(group).Marks("Sleep"), Throws.InvalidOperationException);
        await Assert.ThatAsync(() => _bob.In(group).AddsTasks("Wake"), Throws.InvalidOperationException);
        await Ada.In(group).Marks("Sleep");
        await Assert.ThatAsync(() => Ada.In(group).SendsChecklist("Too much", [.. Enumerable.Range(0, 31).Select(i => $"{i}")]), Throws.InvalidOperationException);
        await Assert.ThatAsync(() => Ada.Marks(), Throws.ArgumentException);
    }

    [Test]
    public async Task A_checklist_is_forwarded_but_not_copied()
    {
        await Ada.SendsChecklist("Shop", ["Milk"]);
        var list = await News(update => update.Message);
        Assert.That((await Api.ForwardMessage(Ada.Id, Ada.Id, list.MessageId)).Checklist!.Title, Is.EqualTo("Shop"));
        await Refused(400, "Bad Request: message can't be copied",
            () => Api.CopyMessage(Ada.Id, Ada.Id, list.MessageId));
    }

    [Test]
    public async Task Marking_waits_for_a_checklist()
    {
        var marking = _shop.From(_bob).Marks("Carry");
        Assert.That(marking.IsCompleted, Is.False);
        await Api.SendChecklist(_shop.ConnectionId, _bob.Id, Moving(othersMark: true));
        await marking.WaitAsync(Guard);
        Assert.That((await News(update => update.BusinessMessage)).ChecklistTasksDone!.MarkedAsDoneTaskIds, Is.EqualTo(new[] { 2L }));
    }

    [Test]
    public async Task Checklists_have_limits()
    {
        await Refuse("checklist title must be non-empty", new InputChecklist { Title = " ", Tasks = [Task(1)] });
        await Refuse("checklist title length must not exceed 255",
            new InputChecklist { Title = new string('x', 256), Tasks = [Task(1)] });
        await Refuse("checklist must have at least 1 task", new InputChecklist { Title = "x", Tasks = [] });
        await Refuse("checklist can't have more than 30 tasks",
            new InputChecklist { Title = "x", Tasks = [.. Enumerable.Range(1, 31).Select(Task)] });
        await Refuse("checklist task identifiers must be positive",
            new InputChecklist { Title = "x", Tasks = [Task(0)] });
        await Refuse("checklist task identifiers must be unique",
            new InputChecklist { Title = "x", Tasks = [Task(1), Task(1)] });
        await Refuse("checklist task text must be non-empty", new InputChecklist { Title = "x", Tasks = [new() { Id = 1, Text = "" }] });
        await Refuse("checklist task text length must not exceed 100", new InputChecklist { Title = "x", Tasks = [new() { Id = 1, Text = new string('x', 101) }] });

        Task Refuse(string text, InputChecklist checklist) => Refused(
            400, "Bad Request: " + text, () => Api.SendChecklist(_shop.ConnectionId, _bob.Id, checklist));
        static InputChecklistTask Task(int id) => new() { Id = id, Text = $"task {id}" };
    }

    private static InputChecklist Moving(bool othersMark = false) => new()
    {
        Title = "*Moving*",
        ParseMode = ParseMode.MarkdownV2,
        Tasks = [new() { Id = 1, Text = "Pack" }, new() { Id = 2, Text = "Carry" }, new() { Id = 3, Text = "Unpack" }],
        OthersCanMarkTasksAsDone = othersMark,
    };
}
