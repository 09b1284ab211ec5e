namespace Telegram.Webhooks.Runtime.Mutants;

/// <summary>
/// Remembers in a file which mutants were killed, so that the others can be tried again by themselves.
/// </summary>
/// <param name="path">The file's.</param>
internal sealed class LastRun(string path)
{
    public HashSet<string> Killed() =>
        File.Exists(path) ? File.ReadAllText(path).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .ToHashSet(StringComparer.Ordinal) : [];

    public void Remember(IEnumerable<Mutant> killed) =>
        File.WriteAllText(path, string.Join("\n\n", killed.Select(m => m.Key).Distinct()));
}
