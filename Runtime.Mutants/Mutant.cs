namespace Telegram.Webhooks.Runtime.Mutants;

/// <summary>One fault: where it is put, and what the code says without and with it.</summary>
/// <param name="Id">Its number in the mutated build.</param>
/// <param name="File">Path below the mutated project, with slashes.</param>
/// <param name="Member">The name of the method, property or field around it.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Was">The lines of the code that it changes, white space collapsed.</param>
/// <param name="Now">The same lines with the fault.</param>
internal sealed record Mutant(int Id, string File, string Member, int Line, string Was, string Now)
{
    /// <summary>The same for as long as the code is, wherever its lines move.</summary>
    public string Key => $"{File}\n{Member}\n{Was}\n{Now}";

    public override string ToString() => $"{File}:{Line} {Member}  {Was}  ->  {Now}";
}
