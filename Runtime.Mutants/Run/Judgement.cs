namespace Telegram.Webhooks.Runtime.Mutants.Run;

/// <summary>A mutant and what became of it.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="Because">The test that noticed it, and how.</param>
internal sealed record Judgement(Mutant Mutant, Verdict Verdict, string Because);
