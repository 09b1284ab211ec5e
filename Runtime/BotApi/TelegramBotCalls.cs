using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Requests;

namespace Telegram.Webhooks.Runtime;

/// <summary>Calls by name, for what the generated methods do not cover.</summary>
public static class TelegramBotCalls
{
    /// <summary>
    /// Calls a method by its name, with plain JSON in and out: one that this version does not know, or one with fields
    /// that it does not know.
    /// </summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="methodName">The method's name, such as <c>sendMessage</c>.</param>
    /// <param name="arguments">The parameters, a JSON object; null for none. Files cannot be uploaded this way.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What stands under <c>result</c> in the answer.</returns>
    /// <remarks>
    /// It is repeated under the same rules as every call; a method that this version does not know is repeated as its
    /// first word allows (<c>get…</c>, <c>set…</c>).
    /// </remarks>
    /// <exception cref="ArgumentException">The name is none, or the arguments are no object.</exception>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    public static Task<JsonNode?> Call(this ITelegramBot bot, string methodName, JsonNode? arguments = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bot);
        return bot.Execute(new JsonRequest(methodName, arguments), cancellationToken);
    }
}
