namespace Telegram.Webhooks.Runtime.Mutants.Run;

/// <summary>A test that passes without a mutant, how long it takes, and which mutants it reaches.</summary>
internal sealed record CoveringTest(string Id, string Name, TimeSpan Duration, IReadOnlySet<int> Touched)
{
    /// <summary>Tests that take longer run only where no other test reaches a mutant.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromSeconds(6);

    /// <summary>
    /// How long it may take with a mutant. A control run tells a mutant that hangs from a machine that is busy.
    /// </summary>
    public TimeSpan Limit => 3 * Duration + TimeSpan.FromSeconds(5);

    /// <summary>The tests to run against a mutant, the quickest first.</summary>
    public static IReadOnlyList<CoveringTest> Of(int mutant, IEnumerable<CoveringTest> tests)
    {
        var all = tests.Where(t => t.Touched.Contains(mutant)).OrderBy(t => t.Duration).ToList();
        var quick = all.Where(t => t.Duration < Slow).ToList();
        return quick.Count > 0 ? quick : all;
    }
}
