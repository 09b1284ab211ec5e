using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Methods;
using Telegram.Webhooks.Runtime.Sandbox.People;
using Telegram.Webhooks.Runtime.Sandbox.Testing;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>Somebody in a chat: says things, presses buttons, and hears what the bot answers. Thread-safe.</summary>
public class SandboxVoice
{
    private readonly TelegramSandbox telegram;
    private readonly Person person;
    private readonly Func<Room> room;

    // How much of the chat this voice has heard.
    private int heard;

    internal SandboxVoice(TelegramSandbox telegram, Person person, Func<Room> room)
    {
        this.telegram = telegram;
        this.person = person;
        this.room = room;
    }

    /// <summary>The user's id.</summary>
    public long Id => person.Id;

    /// <summary>The user's first name.</summary>
    public string Name => person.FirstName;

    internal Person Person => person;

    /// <summary>Says something.</summary>
    /// <param name="text">What. Commands, links and mentions in it are found as Telegram finds them.</param>
    /// <param name="replyTo">The message it answers, if any.</param>
    public Task<SandboxMessage> Says(string text, SandboxMessage? replyTo = null) =>
        Do(world => Seen(world.Say(room(), person, text, replyTo?.Id ?? 0)));

    /// <summary>Sends a photo.</summary>
    /// <param name="image">PNG, JPEG, GIF or WebP; null for a small picture of the sandbox's own.</param>
    /// <param name="caption">Its caption.</param>
    public Task<SandboxMessage> SendsPhoto(byte[]? image = null, string caption = "") =>
        Do(world => Seen(world.SendFiles(room(), person, [Picture(image)], caption)[0]));

    /// <summary>Sends several photos as one album.</summary>
    /// <param name="count">How many, 2 to 10.</param>
    /// <param name="caption">The first one's caption.</param>
    public Task<IReadOnlyList<SandboxMessage>> SendsAlbum(int count, string caption = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 10);
        var pictures = Enumerable.Range(0, count).Select(_ => Picture(null)).ToList();
        return Do<IReadOnlyList<SandboxMessage>>(world => [.. world.SendFiles(room(), person, pictures, caption).Select(Seen)]);
    }

    /// <summary>Sends a file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">Its bytes, at least one.</param>
    /// <param name="caption">Its caption.</param>
    public Task<SandboxMessage> SendsDocument(string name, byte[] content, string caption = "") =>
        Do(world => Seen(world.SendFiles(room(), person, [new UploadedFile(name, "application/octet-stream", content)], caption)[0]));

    /// <summary>Edits the last own message, or the one given.</summary>
    /// <param name="text">The new text or caption.</param>
    /// <param name="message">Which; null for the last own one.</param>
    public Task Edits(string text, SandboxMessage? message = null) => Do(world =>
    {
        world.EditOwn(room(), person, message?.Stored ?? Last(m => m.AuthorId == person.Id, $"{Name} has said nothing yet"), text);
        return true;
    });

    /// <summary>Reacts to the bot's last message, or the one given.</summary>
    /// <param name="emoji">The emoji; empty takes the reaction back.</param>
    /// <param name="message">Which; null for the bot's last.</param>
    public Task Reacts(string emoji, SandboxMessage? message = null) => Do(world =>
    {
        var target = message?.Stored ?? Last(m => m.AuthorId == world.Bot.Id, "the bot has said nothing yet");
        JsonArray reactions = emoji.Length == 0 ? [] : [new JsonObject { ["type"] = "emoji", ["emoji"] = emoji }];
        world.React(room(), target, person, reactions);
        return true;
    });

    /// <summary>
    /// Presses a button: the newest inline button with this text, else the one on the reply keyboard. Waits until there is one.
    /// </summary>
    /// <param name="button">The button's text.</param>
    /// <exception cref="SandboxWaitException">There is no such button.</exception>
    public async Task<SandboxPress> Presses(string button)
    {
        var query = await telegram.WaitFor(() => TryPress(button), () => room(), $"{Name} looked for a button \"{button}\"");
        return new SandboxPress(telegram, query.Query, room);
    }

    /// <summary>Votes in the newest poll.</summary>
    /// <param name="option">The option's text.</param>
    public Task Votes(string option) => Do(world =>
    {
        var message = Last(m => m.Json.Has("poll"), "there is no poll");
        var index = message.Json.Object("poll").Array("options")!.Select(o => o.Text("text")).ToList().IndexOf(option);
        if (index < 0) throw new InvalidOperationException($"The poll has no option \"{option}\".");
        world.Vote(room(), message, person, [index]);
        return true;
    });

    /// <summary>Types the bot's name and a query, and waits for the results.</summary>
    /// <param name="query">What comes after the bot's name.</param>
    public async Task<SandboxInlineAnswer> Asks(string query)
    {
        var asked = await Do(world => world.Query(room(), person, query));
        await telegram.WaitFor(() => asked.Answer, () => room(), $"{Name} asked inline for \"{query}\"");
        return new SandboxInlineAnswer(telegram, asked);
    }

    /// <summary>Waits for the bot to say exactly this, newly or by an edit. What it said before is passed over and will not be heard again.</summary>
    /// <param name="text">Text or caption.</param>
    /// <exception cref="SandboxWaitException">It did not, in time.</exception>
    public Task<SandboxMessage> Hears(string text) => Hears(message => message.Text == text, $"\"{text}\"");

    /// <summary>Waits for the bot to say something that fits.</summary>
    /// <param name="fits">Tells whether a message is the one.</param>
    /// <param name="expectation">What to call it in a failure.</param>
    /// <exception cref="SandboxWaitException">It did not, in time.</exception>
    public Task<SandboxMessage> Hears(Func<SandboxMessage, bool> fits, string expectation = "a fitting message") =>
        telegram.WaitFor(() => Listen(fits, "sent", "edited"), () => room(), $"{Name} expected to hear {expectation}");

    /// <summary>Waits for the bot to delete a message.</summary>
    /// <param name="message">Which.</param>
    /// <exception cref="SandboxWaitException">It did not, in time.</exception>
    public Task SeesDeleted(SandboxMessage message) =>
        telegram.WaitFor(() => room().Messages.ContainsKey(message.Id) ? null : message, () => room(), $"{Name} expected message {message.Id} to be deleted");

    private protected Task<T> Do<T>(Func<SandboxWorld, T> action)
    {
        lock (telegram.World.Gate) return Task.FromResult(action(telegram.World));
    }

    private SandboxMessage? Listen(Func<SandboxMessage, bool> fits, params ReadOnlySpan<string> kinds)
    {
        var log = room().Log;
        for (var i = heard; i < log.Count; i++)
        {
            if (!log[i].ByBot || !kinds.Contains(log[i].Kind)) continue;
            var message = new SandboxMessage(log[i].Message, log[i].Snapshot);
            if (!fits(message)) continue;
            heard = i + 1;
            return message;
        }
        return null;
    }

    private Pressed? TryPress(string text)
    {
        var world = telegram.World;
        if (room().FindInlineButton(text) is var (message, button)) return new Pressed(world.Press(room(), person, message, button));
        var onKeyboard = room().Keyboard().Array("keyboard")?.OfType<JsonArray>().SelectMany(row => row).OfType<JsonObject>().FirstOrDefault(b => b.Text("text") == text);
        if (onKeyboard is null) return null;
        world.PressReply(room(), person, onKeyboard);
        return new Pressed(null);
    }

    private StoredMessage Last(Func<StoredMessage, bool> which, string otherwise) =>
        room().Messages.Values.LastOrDefault(which) ?? throw new InvalidOperationException($"In this chat, {otherwise}.");

    private static SandboxMessage Seen(StoredMessage message) => new(message, message.ForPeople());

    private static UploadedFile Picture(byte[]? image) => new("photo.png", "image/png", image ?? SamplePicture.Png());

    private sealed record Pressed(OpenQuery? Query);
}
