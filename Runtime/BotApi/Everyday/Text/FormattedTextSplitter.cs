using System.Globalization;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime;

/// <summary>Cuts a text into parts of at most a given length.</summary>
internal static class FormattedTextSplitter
{
    private const int Shortest = 64;

    public static IReadOnlyList<FormattedText> Split(FormattedText whole, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, Shortest);
        var parts = new List<FormattedText>();
        for (var start = 0; start < whole.Text.Length;)
        {
            var end = End(whole, start, maxLength);
            if (!string.IsNullOrWhiteSpace(whole.Text[start..end]))
                parts.Add(Part(whole, start, end));
            start = end;
        }

        return parts;
    }

    private static FormattedText Part(FormattedText whole, int start, int end)
    {
        var entities = new List<MessageEntity>();
        foreach (var entity in whole.Entities)
        {
            var from = Math.Max(entity.Offset, start);
            var length = Math.Min(End(entity), end) - from;
            if (length > 0)
                entities.Add(entity.At(from - start, (int)length));
        }

        return new FormattedText(whole.Text[start..end], entities);
    }

    private static int End(FormattedText whole, int start, int maxLength)
    {
        var text = whole.Text;
        if (text.Length - start <= maxLength)
            return text.Length;
        // The latest place of each kind, best kind first. An early one would leave the part nearly empty, so it has to
        // be in the second half.
        var window = text.AsSpan(start, maxLength);
        foreach (var mark in (ReadOnlySpan<string>)["\n\n", "\n", " "])
        {
            for (var at = window.LastIndexOf(mark); at >= maxLength / 2; at = window[..at].LastIndexOf(mark))
            {
                var end = start + at + mark.Length;
                if (Cuts(whole, start, end, maxLength) is null)
                    return end;
            }
        }

        return BetweenCharacters(whole, start, start + maxLength, maxLength);
    }

    /// <summary>
    /// The latest place that is neither inside a character nor inside formatting that fits into a part.
    /// </summary>
    private static int BetweenCharacters(FormattedText whole, int start, int end, int maxLength)
    {
        // What fits moves to the next part as a whole, and may lie inside something else that fits too.
        var before = end;
        while (Cuts(whole, start, before, maxLength) is { } entity)
            before = entity.Offset;
        // Formatting may begin inside of a character; and a character longer than a part, if there ever is one, is cut
        // where it has to be.
        return LastBoundary(whole.Text, start, before) is { } whereItMoves
            ? whereItMoves
            : LastBoundary(whole.Text, start, end) ?? end;
    }

    /// <summary>The last end of a character up to a place; null when there is none behind the start.</summary>
    private static int? LastBoundary(string text, int start, int end)
    {
        int? last = null;
        for (var at = start; at < end;)
        {
            at += StringInfo.GetNextTextElementLength(text.AsSpan(at));
            if (at <= end)
                last = at;
        }

        return last;
    }

    /// <summary>
    /// Formatting that begins in this part, goes on behind its end, and would fit into a part of its own.
    /// </summary>
    private static MessageEntity? Cuts(FormattedText whole, int start, int end, int maxLength)
    {
        foreach (var entity in whole.Entities)
        {
            if (entity.Offset > start && entity.Offset < end && End(entity) > end && entity.Length <= maxLength)
                return entity;
        }

        return null;
    }

    /// <summary>
    /// Where formatting ends. A sender may have given any numbers, and the sum of two may have more than 32 bits.
    /// </summary>
    private static long End(MessageEntity entity) => (long)entity.Offset + entity.Length;
}
