namespace Telegram.Webhooks.Runtime.Mutants.Run;

/// <summary>What became of a mutant.</summary>
internal enum Verdict
{
    /// <summary>A test failed, hung or crashed with it, and did not without it.</summary>
    Killed,

    /// <summary>All tests that reach it pass with it.</summary>
    Survived,

    /// <summary>No test reaches it.</summary>
    Uncovered,
}
