namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// How long Telegram takes an answer to a query. One that waited longer cannot be answered any more, and the user has
/// gone on.
/// </summary>
public static class QueryLifetimes
{
    /// <summary>The life of an update of a kind; null for what does not expire by waiting.</summary>
    /// <param name="kind">The kind, such as <c>inline_query</c>.</param>
    public static TimeSpan? Of(string? kind) => kind switch
    {
        "inline_query" => TimeSpan.FromSeconds(30),
        "shipping_query" or "pre_checkout_query" => TimeSpan.FromSeconds(150),
        _ => null,
    };

    /// <summary>Whether an update is a query that waited longer than its life.</summary>
    /// <param name="update">The update.</param>
    /// <param name="now">The time.</param>
    public static bool IsExpired(StoredUpdate update, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(update);
        return Of(update.Kind) is { } life && now - update.ReceivedAt > life;
    }
}
