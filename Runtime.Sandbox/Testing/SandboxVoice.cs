using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Methods;
using Telegram.Webhooks.Runtime.Sandbox.People;
using Telegram.Webhooks.Runtime.Sandbox.Testing;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>
/// Somebody in a chat: says things, presses buttons, and hears what the bot answers. Everything that waits ends by
/// signal, after at most <see cref="TelegramSandboxOptions.WaitTimeout"/>, or when its token is cancelled. Thread-safe.
/// </summary>
public class SandboxVoice
{
    private readonly Person _person;
    private readonly Func<Room> _room;
    private readonly int _topic;
    private readonly Ear _ear = new();

    internal SandboxVoice(TelegramSandbox telegram, SandboxWorld world, Person person, Func<Room> room, int topic = 0)
    {
        Telegram = telegram;
        World = world;
        _person = person;
        _room = room;
        _topic = topic;
    }

    /// <summary>The user's id.</summary>
    public long Id => _person.Id;

    /// <summary>The user's first name.</summary>
    public string Name => _person.FirstName;

    internal TelegramSandbox Telegram { get; }

    /// <summary>As the bot sees it that is spoken to; in groups, as the first one does.</summary>
    internal SandboxWorld World { get; }

    internal Person Person => _person;

    internal Room Room => _room();

    internal int Topic => _topic;

    /// <summary>Says something.</summary>
    /// <param name="text">What. Commands, links and mentions in it are found as Telegram finds them.</param>
    /// <param name="replyTo">The message it answers, if any.</param>
    /// <exception cref="InvalidOperationException">The text is blank, or the user is not in the chat.</exception>
    public Task<SandboxMessage> Says(string text, SandboxMessage? replyTo = null) =>
        Do(world => Seen(world.Say(_room(), _person, text, replyTo?.Id ?? 0, _topic)));

    /// <summary>Sends a photo.</summary>
    /// <param name="image">PNG, JPEG, GIF or WebP; null for a small picture of the sandbox's own.</param>
    /// <param name="caption">Its caption.</param>
    public Task<SandboxMessage> SendsPhoto(byte[]? image = null, string caption = "") =>
        Do(world => Seen(world.SendFiles(_room(), _person, [Picture(image)], caption, _topic)[0]));

    /// <summary>Sends several photos as one album.</summary>
    /// <param name="count">How many, 2 to 10.</param>
    /// <param name="caption">The first one's caption.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 2 or more than 10.</exception>
    public Task<IReadOnlyList<SandboxMessage>> SendsAlbum(int count, string caption = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 10);
        var pictures = Enumerable.Range(0, count).Select(_ => Picture(null)).ToList();
        return Do<IReadOnlyList<SandboxMessage>>(
            world => [.. world.SendFiles(_room(), _person, pictures, caption, _topic).Select(Seen)]);
    }

    /// <summary>Sends a file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">Its bytes, at least one.</param>
    /// <param name="caption">Its caption.</param>
    public Task<SandboxMessage> SendsDocument(string name, byte[] content, string caption = "") =>
        Do(world => Seen(world.SendFiles(_room(), _person, [new UploadedFile(name, "application/octet-stream", content)], caption, _topic)[0]));

    /// <summary>Edits the last own message, or the one given.</summary>
    /// <param name="text">The new text or caption.</param>
    /// <param name="message">Which; null for the last own one.</param>
    /// <exception cref="InvalidOperationException">It is somebody else's, or there is none.</exception>
    public Task Edits(string text, SandboxMessage? message = null) => Do(world =>
    {
        world.EditOwn(_room(), _person, message?.Stored ?? LastOwn(), text);
        return true;
    });

    /// <summary>Reacts to the bot's last message, waiting for one if there is none yet, or to the one given.</summary>
    /// <param name="emoji">The emoji; empty takes the reaction back.</param>
    /// <param name="message">Which; null for the bot's last.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="SandboxWaitException">The bot said nothing, in time.</exception>
    public async Task Reacts(
        string emoji, SandboxMessage? message = null, CancellationToken cancellationToken = default)
    {
        var target = message?.Stored ?? await Newest(m => World.People[m.AuthorId].IsBot, $"react with {emoji} to a message of the bot", cancellationToken).ConfigureAwait(false);
        JsonArray reactions = emoji.Length == 0 ? [] : [new JsonObject { ["type"] = "emoji", ["emoji"] = emoji }];
        lock (World.Gate) World.React(_room(), target, _person, reactions);
    }

    /// <summary>
    /// Presses a button: the newest inline button with this text, else the one on the reply keyboard. Waits until there
    /// is one.
    /// </summary>
    /// <param name="button">The button's text.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="SandboxWaitException">There is no such button.</exception>
    public async Task<SandboxPress> Presses(string button, CancellationToken cancellationToken = default)
    {
        var query = await Telegram.WaitFor(() => TryPress(button), _room, $"{Name} looked for a button \"{button}\"", cancellationToken).ConfigureAwait(false);
        return new SandboxPress(Telegram, query.Query, _room);
    }

    /// <summary>
    /// Votes in the newest poll that has these options, waiting for one. Voting again changes the vote.
    /// </summary>
    /// <param name="options">The texts of the options; none takes the vote back.</param>
    /// <exception cref="SandboxWaitException">There is no such poll, in time.</exception>
    /// <exception cref="InvalidOperationException">The poll is closed, takes one answer only, or no second
    /// vote.</exception>
    public async Task Votes(params string[] options)
    {
        var wanted = options.Length == 0 ? "to take a vote back" : $"to vote for {string.Join(", ", options.Select(option => $"\"{option}\""))}";
        var message = await Newest(
            m => Pressing.OptionsOf(m, options) is not null, wanted, CancellationToken.None).ConfigureAwait(false);
        lock (World.Gate) World.Vote(_room(), message, _person, Pressing.OptionsOf(message, options) ?? []);
    }

    /// <summary>Types the bot's name and a query, and waits for the results.</summary>
    /// <param name="query">What comes after the bot's name.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="SandboxWaitException">The bot did not answer, in time.</exception>
    public async Task<SandboxInlineAnswer> Asks(string query, CancellationToken cancellationToken = default)
    {
        var asked = await Do(world => world.Query(_room(), _person, query)).ConfigureAwait(false);
        await Telegram.WaitFor(
            () => asked.Answer, _room, $"{Name} asked inline for \"{query}\"", cancellationToken).ConfigureAwait(false);
        return new SandboxInlineAnswer(World, asked);
    }

    /// <summary>
    /// Waits for the bot to say exactly this, newly or by an edit; it may have said it already. What it said before
    /// that is passed over: later calls will not hear it. Calls that wait at the same time each get a message of their
    /// own.
    /// </summary>
    /// <param name="text">Text or caption.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="SandboxWaitException">It did not, in time.</exception>
    public Task<SandboxMessage> Hears(string text, CancellationToken cancellationToken = default) =>
        Hears(message => message.Text == text, $"\"{text}\"", cancellationToken);

    /// <summary>
    /// Waits for the bot to say something that fits, as <see cref="Hears(string, CancellationToken)"/> does.
    /// </summary>
    /// <param name="fits">Tells whether a message is the one. Called under the sandbox's lock: it must not
    /// wait.</param>
    /// <param name="expectation">What to call it in a failure.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="SandboxWaitException">It did not, in time.</exception>
    public Task<SandboxMessage> Hears(Func<SandboxMessage, bool> fits, string expectation = "a fitting message",
        CancellationToken cancellationToken = default)
    {
        int from;
        lock (World.Gate) from = _ear.Begin(_room());
        return Telegram.WaitFor(
            () => _ear.Listen(_room(), from, happened => Fitting(happened, fits)), _room, $"{Name} expected to hear {expectation}", cancellationToken,
            () => _room().Log.Take(from).Any(happened => Fitting(happened, fits) is not null) ? " It was said, but before what was heard last." : "");
    }

    /// <summary>Waits for the bot to delete a message; it may be gone already.</summary>
    /// <param name="message">Which.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="SandboxWaitException">It did not, in time.</exception>
    public Task SeesDeleted(SandboxMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Telegram.WaitFor(
            () => _room().Messages.ContainsKey(message.Id) ? null : message, _room, $"{Name} expected message {message.Id} to be deleted", cancellationToken);
    }

    /// <summary>
    /// Waits until what the bot shows as still being written is this (<c>sendMessageDraft</c>). Its next message ends
    /// it.
    /// </summary>
    /// <param name="text">The text so far.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="SandboxWaitException">It was not, in time.</exception>
    public Task SeesDraft(string text, CancellationToken cancellationToken = default) =>
        Telegram.WaitFor(() => _room().Drafts.ContainsValue(text) ? text : null, _room, $"{Name} expected to see \"{text}\" being written", cancellationToken);

    /// <summary>Waits for a message, the newest that fits.</summary>
    internal Task<StoredMessage> Newest(
        Func<StoredMessage, bool> which, string purpose, CancellationToken cancellationToken) =>
        Telegram.WaitFor(() => _room().Messages.Values.LastOrDefault(which), _room, $"{Name} wanted {purpose}", cancellationToken);

    private protected Task<T> Do<T>(Func<SandboxWorld, T> action)
    {
        lock (World.Gate) return Task.FromResult(action(World));
    }

    private SandboxMessage? Fitting(ChatEvent happened, Func<SandboxMessage, bool> fits)
    {
        if (!happened.ByBot || happened.Kind is not ("sent" or "edited") || (_topic != 0 && happened.Message.TopicId != _topic))
            return null;
        var message = new SandboxMessage(happened.Message, happened.Snapshot);
        return fits(message) ? message : null;
    }

    private Pressed? TryPress(string text)
    {
        if (_room().FindInlineButton(text) is var (message, button))
            return new Pressed(World.Press(_room(), _person, message, button));
        var onKeyboard = _room().Keyboard().Array("keyboard")?.OfType<JsonArray>().SelectMany(row => row)
            .OfType<JsonObject>().FirstOrDefault(b => b.Text("text") == text);
        if (onKeyboard is null) return null;
        World.PressReply(_room(), _person, onKeyboard);
        return new Pressed(null);
    }

    private StoredMessage LastOwn() =>
        _room().Messages.Values.LastOrDefault(m => m.AuthorId == _person.Id) ?? throw new InvalidOperationException(
            $"In this chat, {Name} has said nothing yet.");

    internal static SandboxMessage Seen(StoredMessage message) => new(message, message.ForPeople());

    internal static UploadedFile Picture(byte[]? image) => new("photo.png", "image/png", image ?? SamplePicture.Png());

    private sealed record Pressed(OpenQuery? Query);
}
