namespace Telegram.Webhooks.Runtime.Mutants;

/// <summary>
/// Mutants that change nothing anybody could notice, each with its reason, from a file of the repository. They are
/// known by what the code says, so that they stay known when its lines move.
/// </summary>
internal sealed class EquivalentMutants
{
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    /// <summary>
    /// Reads blocks of <c>file member</c>, <c>was</c>, <c>now</c> and <c>why</c>; lines with # are comments.
    /// </summary>
    /// <exception cref="FormatException">A block is not of this form, or gives no reason.</exception>
    public static EquivalentMutants Parse(string text)
    {
        var equivalents = new EquivalentMutants();
        var blocks = text.ReplaceLineEndings("\n").Split("\n\n")
            .Select(b => b.Split('\n').Where(l => l.Length > 0 && l[0] != '#').ToArray());
        foreach (var block in blocks.Where(b => b.Length > 0))
        {
            if (block is not [var place, var was, var now, var why]
                || !was.StartsWith("  was: ", StringComparison.Ordinal)
                || !now.StartsWith("  now: ", StringComparison.Ordinal)
                || !why.StartsWith("  why: ", StringComparison.Ordinal) || why.Trim().Length < 10)
                throw new FormatException($"No entry of four lines (file and member, was, now, why): {string.Join(" | ", block)}");
            var space = place.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0)
                throw new FormatException($"No file and member: {place}");
            equivalents._keys.Add($"{place[..space]}\n{place[(space + 1)..]}\n{was[7..]}\n{now[7..]}");
        }

        return equivalents;
    }

    public bool Contains(Mutant mutant) => _keys.Contains(mutant.Key);

    /// <summary>The entry for a mutant, to be given its reason.</summary>
    public static string Entry(Mutant mutant) =>
        $"{mutant.File} {mutant.Member}\n  was: {mutant.Was}\n  now: {mutant.Now}\n  why: ";
}
