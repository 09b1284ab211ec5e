using Telegram.Webhooks.Runtime.Sandbox.People;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>People send checklists, which with the real service need Telegram Premium, and work them off.</summary>
public static class SandboxChecklists
{
    /// <summary>Sends a checklist.</summary>
    /// <param name="voice">Who, and where.</param>
    /// <param name="title">Its title, 1 to 255 characters.</param>
    /// <param name="tasks">The texts of its tasks, 1 to 30 of them, 1 to 100 characters each.</param>
    /// <param name="shared">Whether others can mark and add tasks.</param>
    /// <exception cref="InvalidOperationException">The user is not in the chat, or the checklist is none.</exception>
    public static Task<SandboxMessage> SendsChecklist(
        this SandboxVoice voice, string title, IReadOnlyList<string> tasks, bool shared = true)
    {
        ArgumentNullException.ThrowIfNull(voice);
        ArgumentNullException.ThrowIfNull(tasks);
        try
        {
            lock (voice.World.Gate)
                return Task.FromResult(SandboxVoice.Seen(voice.World.SendChecklist(voice.Room, voice.Person, title, tasks, shared, voice.Topic)));
        }
        catch (BotApi.ApiError error)
        {
            throw new InvalidOperationException(error.Description, error);
        }
    }

    /// <summary>
    /// Marks tasks of the newest checklist that has them as done, waiting for one. The bot learns of it by a message
    /// with <c>checklist_tasks_done</c>.
    /// </summary>
    /// <param name="voice">Who, and where.</param>
    /// <param name="tasks">The texts of the tasks, at least one.</param>
    /// <exception cref="SandboxWaitException">There is no such checklist, in time.</exception>
    /// <exception cref="InvalidOperationException">The checklist does not let this user mark tasks.</exception>
    public static Task Marks(this SandboxVoice voice, params string[] tasks) => Mark(voice, tasks, done: true);

    /// <summary>Marks tasks of the newest checklist that has them as not done, waiting for one.</summary>
    /// <param name="voice">Who, and where.</param>
    /// <param name="tasks">The texts of the tasks, at least one.</param>
    /// <exception cref="SandboxWaitException">There is no such checklist, in time.</exception>
    /// <exception cref="InvalidOperationException">The checklist does not let this user mark tasks.</exception>
    public static Task Unmarks(this SandboxVoice voice, params string[] tasks) => Mark(voice, tasks, done: false);

    /// <summary>
    /// Adds tasks to the newest checklist, waiting for one. The bot learns of it by a message with
    /// <c>checklist_tasks_added</c>.
    /// </summary>
    /// <param name="voice">Who, and where.</param>
    /// <param name="tasks">The texts of the tasks, at least one.</param>
    /// <exception cref="SandboxWaitException">There is no checklist, in time.</exception>
    /// <exception cref="InvalidOperationException">The checklist does not let this user add tasks.</exception>
    public static async Task AddsTasks(this SandboxVoice voice, params string[] tasks)
    {
        RequireSome(voice, tasks);
        var message = await voice.Newest(m => Checking.TasksOf(m, []) is not null, "a checklist to add to", CancellationToken.None).ConfigureAwait(false);
        lock (voice.World.Gate) voice.World.AddTasks(voice.Room, message, voice.Person, tasks);
    }

    private static async Task Mark(SandboxVoice voice, string[] tasks, bool done)
    {
        RequireSome(voice, tasks);
        var wanted = $"a checklist with {string.Join(", ", tasks.Select(task => $"\"{task}\""))}";
        var message = await voice.Newest(
            m => Checking.TasksOf(m, tasks) is not null, wanted, CancellationToken.None).ConfigureAwait(false);
        lock (voice.World.Gate)
            voice.World.Mark(voice.Room, message, voice.Person, Checking.TasksOf(message, tasks) ?? [], done);
    }

    private static void RequireSome(SandboxVoice voice, string[] tasks)
    {
        ArgumentNullException.ThrowIfNull(voice);
        if (tasks is null or []) throw new ArgumentException("Name at least one task.", nameof(tasks));
    }
}
