using System.Diagnostics.CodeAnalysis;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime;

/// <summary>Answers to queries, each by the call that its kind wants.</summary>
[SuppressMessage("ApiDesign", "RS0026:Do not add multiple overloads with optional parameters", Justification = "The overloads differ in a required parameter.")]
public static class TelegramBotAnswers
{
    /// <summary>Answers the press of a button, which ends the waiting that its user sees.</summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="query">The press.</param>
    /// <param name="text">What the user is shown; null for nothing. Up to 200 characters.</param>
    /// <param name="showAlert">Whether it is shown as an alert to be closed, not as a passing note.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    public static Task Answer(
        this ITelegramBot bot, CallbackQuery query, string? text = null, bool showAlert = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return bot.AnswerCallbackQuery(query.Id, text, showAlert ? true : null, cancellationToken: cancellationToken);
    }

    /// <summary>Answers an inline query with what the user may choose from.</summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="query">The query.</param>
    /// <param name="results">What there is to choose from; up to 50.</param>
    /// <param name="cacheTime">For how many seconds Telegram may give the same answer itself; null for its default,
    /// 300.</param>
    /// <param name="isPersonal">Whether the answer is for this user only.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    public static Task Answer(
        this ITelegramBot bot, InlineQuery query, IReadOnlyList<InlineQueryResult> results, int? cacheTime = null, bool isPersonal = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return bot.AnswerInlineQuery(query.Id, results, cacheTime: cacheTime, isPersonal: isPersonal ? true : null, cancellationToken: cancellationToken);
    }

    /// <summary>Confirms a payment, within the 10 seconds that Telegram waits, or refuses it.</summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="query">The payment that is about to be made.</param>
    /// <param name="error">Why it is refused, as the user is told; null to confirm.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    public static Task Answer(this ITelegramBot bot, PreCheckoutQuery query, string? error = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return bot.AnswerPreCheckoutQuery(query.Id, error is null, error, cancellationToken: cancellationToken);
    }

    /// <summary>Says how an order can be shipped.</summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="query">The address and the order.</param>
    /// <param name="options">The ways and their prices.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    public static Task Answer(
        this ITelegramBot bot, ShippingQuery query, IReadOnlyList<ShippingOption> options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(options);
        return bot.AnswerShippingQuery(query.Id, true, shippingOptions: options, cancellationToken: cancellationToken);
    }

    /// <summary>Says why an order cannot be shipped.</summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="query">The address and the order.</param>
    /// <param name="error">Why, as the user is told.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    public static Task Answer(
        this ITelegramBot bot, ShippingQuery query, string error, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(error);
        return bot.AnswerShippingQuery(query.Id, false, errorMessage: error, cancellationToken: cancellationToken);
    }
}
