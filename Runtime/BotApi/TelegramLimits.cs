namespace Telegram.Webhooks.Runtime;

/// <summary>How fast a bot sends at most. Calls beyond that wait for their turn instead of being refused.</summary>
/// <remarks>
/// Counted are the calls that put messages into chats (<c>send…</c>, <c>forward…</c>, <c>copy…</c>, without
/// <c>sendChatAction</c>), each as one. In a chat one call is under way at a time, in the order in which they were
/// made. Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
/// </remarks>
public sealed record TelegramLimits
{
    /// <summary>What Telegram recommends: 30 a second in all, 1 a second in a chat, 20 a minute in a group.</summary>
    public static TelegramLimits Default => new();

    /// <summary>How many calls begin in any second. Default 30, at least 1.</summary>
    public int PerSecond { get; set; } = 30;

    /// <summary>How many calls for one chat begin in any second. Default 1, at least 1.</summary>
    public int PerSecondInChat { get; set; } = 1;

    /// <summary>
    /// How many calls for one group, supergroup or channel begin in any minute. Default 20, at least 1.
    /// </summary>
    public int PerMinuteInGroup { get; set; } = 20;

    internal void AddProblemsTo(ICollection<string> problems)
    {
        Require(PerSecond, nameof(PerSecond), problems);
        Require(PerSecondInChat, nameof(PerSecondInChat), problems);
        Require(PerMinuteInGroup, nameof(PerMinuteInGroup), problems);
    }

    private static void Require(int value, string name, ICollection<string> problems)
    {
        if (value is < 1 or > 10_000)
            problems.Add($"Limits.{name} must be 1 to 10000, not {value}.");
    }
}
