using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.Page;

/// <summary>
/// What other programs ask for that the page does not need: the bot's messages, waited for, and faults.
/// </summary>
internal static class PageMessages
{
    private const int MaxWaitSeconds = 60;

    /// <summary>The bot's messages in a chat after one of them; waits until there is one, for a bounded time.</summary>
    public static async Task<JsonObject> After(BotParts bot, HttpRequest request, CancellationToken cancellationToken)
    {
        var (chat, after, wait) = (Number(request, "chat"), Number(request, "after"),
            Math.Clamp(Number(request, "wait"), 0, MaxWaitSeconds));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(wait));
        while (true)
        {
            var changed = bot.World.Feed.Changed;
            var found = Find(bot, chat, after);
            if (found.Count > 0 || wait == 0) return new JsonObject { ["messages"] = found };
            try
            {
                await changed.WaitAsync(patience.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return new JsonObject { ["messages"] = new JsonArray() };
            }
        }
    }

    /// <summary>Plans a fault, in the names of <see cref="SandboxFault"/>.</summary>
    public static JsonObject Fail(BotParts bot, JsonObject asked)
    {
        try
        {
            bot.Faults.Add(new SandboxFault
            {
                Method = asked.Has("method") ? asked.Text("method") : null,
                Times = asked.Has("times") ? asked.Integer("times") : 1,
                Status = asked.Has("status") ? asked.Integer("status") : null,
                RetryAfter = asked.Has("retry_after") ? asked.Integer("retry_after") : 1,
                Delay = TimeSpan.FromSeconds(asked.Integer("delay_seconds")),
                LosesAnswer = asked.Boolean("loses_answer"),
            });
            return [];
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw ApiError.BadRequest(error.Message);
        }
    }

    private static JsonArray Find(BotParts bot, long chat, long after)
    {
        lock (bot.World.Gate)
        {
            return (bot.World.Rooms.GetValueOrDefault(chat)?.Messages.Values ?? Enumerable.Empty<World.StoredMessage>())
                .Where(message => message.Id > after && message.AuthorId == bot.World.Bot.Id)
                .Select(JsonNode? (message) => message.ForPeople()).ToJsonArray();
        }
    }

    private static long Number(HttpRequest request, string name) =>
        long.TryParse(request.Query[name].ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
