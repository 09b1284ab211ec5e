using System.Reflection;
using Telegram.Webhooks.Runtime.Mutants.Build;

namespace Telegram.Webhooks.Runtime.Mutants.Run;

/// <summary>The mutated assembly in this process: turns its mutants on, and says which were reached.</summary>
/// <param name="assembly">The mutated one.</param>
internal sealed class SwitchedAssembly(Assembly assembly)
{
    private const int MaxMutants = 100_000;
    private readonly FieldInfo _active = FieldOf(assembly, MutantSwitch.Active);
    private readonly FieldInfo _touched = FieldOf(assembly, MutantSwitch.Touched);

    public void TurnOn(int mutant) => _active.SetValue(null, mutant);

    /// <summary>The mutants that were reached since the last call; noting begins with the first.</summary>
    public int[] TakeTouched()
    {
        var touched = (bool[]?)_touched.GetValue(null);
        _touched.SetValue(null, new bool[MaxMutants]);
        return touched is null ? [] : [.. touched.Index().Where(t => t.Item).Select(t => t.Index)];
    }

    public void StopNoting() => _touched.SetValue(null, null);

    private static FieldInfo FieldOf(Assembly assembly, string name) =>
        assembly.GetType(MutantSwitch.TypeName, throwOnError: true)!.GetField(
            name, BindingFlags.Public | BindingFlags.Static)!;
}
