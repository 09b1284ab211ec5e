namespace Telegram.Webhooks.Runtime.Types;

/// <summary>
/// Rows of buttons that grow; the list and its rows are replaced, never changed, so that a caller that holds them keeps
/// what it saw.
/// </summary>
internal static class KeyboardRows
{
    /// <summary>The rows with buttons added to the last one.</summary>
    public static IReadOnlyList<IReadOnlyList<T>> Append<T>(IReadOnlyList<IReadOnlyList<T>> rows, T[] buttons)
    {
        ArgumentNullException.ThrowIfNull(buttons);
        return rows.Count == 0 ? Begin(rows, buttons) : [.. rows.Take(rows.Count - 1), [.. rows[^1], .. buttons]];
    }

    /// <summary>
    /// The rows with a new last one. An empty last row is the new one already: Telegram takes no empty rows.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<T>> Begin<T>(IReadOnlyList<IReadOnlyList<T>> rows, T[] buttons)
    {
        ArgumentNullException.ThrowIfNull(buttons);
        return rows is [.., { Count: 0 }] ? Append(rows, buttons) : [.. rows, [.. buttons]];
    }
}
