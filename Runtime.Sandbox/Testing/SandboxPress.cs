using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Testing;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>A button that was pressed.</summary>
public sealed class SandboxPress
{
    private readonly TelegramSandbox _telegram;
    private readonly OpenQuery? _query;
    private readonly Func<Room> _room;

    internal SandboxPress(TelegramSandbox telegram, OpenQuery? query, Func<Room> room)
    {
        _telegram = telegram;
        _query = query;
        _room = room;
    }

    /// <summary>
    /// Waits for the bot's <c>answerCallbackQuery</c> and returns the text it shows, which may be empty.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="SandboxWaitException">The bot did not answer in time.</exception>
    /// <exception cref="InvalidOperationException">The button was none that the bot answers.</exception>
    public async Task<string> IsAnswered(CancellationToken cancellationToken = default) =>
        (await Answer(cancellationToken).ConfigureAwait(false)).Text("text");

    /// <summary>
    /// Waits for the bot's <c>answerCallbackQuery</c> and returns the address it opens, such as a game's; empty when it
    /// opens none.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="SandboxWaitException">The bot did not answer in time.</exception>
    /// <exception cref="InvalidOperationException">The button was none that the bot answers.</exception>
    public async Task<string> Opens(CancellationToken cancellationToken = default) =>
        (await Answer(cancellationToken).ConfigureAwait(false)).Text("url");

    private Task<JsonObject> Answer(CancellationToken cancellationToken)
    {
        if (_query is null)
            throw new InvalidOperationException(
                "Only buttons with callback data, and those that play a game, are answered.");
        return _telegram.WaitFor(() => _query.Answer, _room, $"{_query.From.FirstName} expected the callback query to be answered", cancellationToken);
    }
}
