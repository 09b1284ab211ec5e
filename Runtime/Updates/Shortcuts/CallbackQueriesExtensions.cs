using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime;

/// <summary>Callback queries by what the pressed button carries.</summary>
public static class CallbackQueriesExtensions
{
    /// <summary>Presses of buttons with data.</summary>
    public static UpdateFlow<CallbackQuery> AsDataCallbackQueryFlow(this UpdateFlow<CallbackQuery> flow) =>
        flow.Keep(static query => query.Data is not null);

    /// <summary>Presses of buttons with exactly this data.</summary>
    public static UpdateFlow<CallbackQuery> AsDataCallbackQueryFlow(this UpdateFlow<CallbackQuery> flow, string data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return flow.Keep(query => query.Data == data);
    }

    /// <summary>Presses of buttons with data in which the pattern is found.</summary>
    public static UpdateFlow<CallbackQuery> AsDataCallbackQueryFlow(this UpdateFlow<CallbackQuery> flow, Regex data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return flow.Keep(query => query.Data is { } text && data.IsMatch(text));
    }

    /// <summary>Presses of buttons that start a game.</summary>
    public static UpdateFlow<CallbackQuery> AsGameShortNameCallbackQueryFlow(this UpdateFlow<CallbackQuery> flow) =>
        flow.Keep(static query => query.GameShortName is not null);

    /// <summary>Presses of buttons with neither data nor a game, as far as this version knows.</summary>
    public static UpdateFlow<CallbackQuery> AsUnknownCallbackQueryFlow(this UpdateFlow<CallbackQuery> flow) =>
        flow.Keep(static query => query.Data is null && query.GameShortName is null);
}
