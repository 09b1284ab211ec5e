using System.Runtime.CompilerServices;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime;

/// <summary>Inline queries and chosen results, by whether the user's location comes with them.</summary>
public static class InlineExtensions
{
    /// <summary>Inline queries without the user's location.</summary>
    public static UpdateFlow<InlineQuery> OnlyBaseInlineQueries(this UpdateFlow<InlineQuery> flow) =>
        flow.Keep(static item => item.Location is null);

    /// <summary>Inline queries with the user's location, which bots get that ask for it.</summary>
    public static UpdateFlow<InlineQuery> OnlyLocationInlineQueries(this UpdateFlow<InlineQuery> flow) =>
        flow.Keep(static item => item.Location is not null);

    /// <summary>
    /// Inline queries without the user's location, with the id of their update: take them from
    /// <see cref="FlowsUpdatesFilter.AllUpdatesFlow"/>.
    /// </summary>
    public static UpdateFlow<(long UpdateId, InlineQuery InlineQuery)> OnlyBaseInlineQueriesWithUpdates(
        this UpdateFlow<Update> flow) =>
        flow.WithUpdates(UpdateType.InlineQuery, static update => update.InlineQuery, static item => item.Location is null);

    /// <summary>
    /// Inline queries with the user's location, with the id of their update: take them from
    /// <see cref="FlowsUpdatesFilter.AllUpdatesFlow"/>.
    /// </summary>
    public static UpdateFlow<(long UpdateId, InlineQuery InlineQuery)> OnlyLocationInlineQueriesWithUpdates(
        this UpdateFlow<Update> flow) =>
        flow.WithUpdates(UpdateType.InlineQuery, static update => update.InlineQuery, static item => item.Location is not null);

    /// <summary>Chosen inline results without the user's location.</summary>
    public static UpdateFlow<ChosenInlineResult> OnlyBaseChosenInlineResults(this UpdateFlow<ChosenInlineResult> flow) =>
        flow.Keep(static item => item.Location is null);

    /// <summary>Chosen inline results with the user's location, which bots get that ask for it.</summary>
    public static UpdateFlow<ChosenInlineResult> OnlyLocationChosenInlineResults(this UpdateFlow<ChosenInlineResult> flow) =>
        flow.Keep(static item => item.Location is not null);

    /// <summary>
    /// Chosen inline results without the user's location, with the id of their update: take them from
    /// <see cref="FlowsUpdatesFilter.AllUpdatesFlow"/>.
    /// </summary>
    public static UpdateFlow<(long UpdateId,
        ChosenInlineResult ChosenInlineResult)> OnlyBaseChosenInlineResultsWithUpdates(this UpdateFlow<Update> flow) =>
        flow.WithUpdates(UpdateType.ChosenInlineResult, static update => update.ChosenInlineResult, static item => item.Location is null);

    /// <summary>
    /// Chosen inline results with the user's location, with the id of their update: take them from
    /// <see cref="FlowsUpdatesFilter.AllUpdatesFlow"/>.
    /// </summary>
    public static UpdateFlow<(long UpdateId, ChosenInlineResult ChosenInlineResult)> OnlyLocationChosenInlineResultsWithUpdates(this UpdateFlow<Update> flow) =>
        flow.WithUpdates(UpdateType.ChosenInlineResult, static update => update.ChosenInlineResult, static item => item.Location is not null);

    private static UpdateFlow<(long UpdateId, T Item)> WithUpdates<T>(
        this UpdateFlow<Update> flow, UpdateType kind, Func<Update, T?> payload, Func<T, bool> wanted,
        [CallerMemberName] string name = "") where T : class =>
        flow.Narrow(FlowKinds.Of(kind)).Derive(
            (Update update, ref FlowItems<(long, T)> into) =>
            {
                if (payload(update) is { } item && wanted(item)) into.Add((update.UpdateId, item));
            },
            name);
}
