namespace Telegram.Webhooks.Runtime.Mutants.Run;

/// <summary>Where tests run: a folder with everything that they need, and which of them.</summary>
/// <param name="Worker">Path of this assembly in that folder.</param>
/// <param name="Configuration">Path without ending of the <c>.deps.json</c> and <c>.runtimeconfig.json</c> that name
/// what is there.</param>
/// <param name="Tests">Path of the assembly with the tests.</param>
/// <param name="Mutated">Path of the mutated assembly.</param>
/// <param name="Namespaces">Those of the tests.</param>
internal sealed record TestHost(
    string Worker, string Configuration, string Tests, string Mutated, IReadOnlyList<string> Namespaces)
{
    private const string TestAssembly = "Telegram.Webhooks.Runtime.Tests";

    /// <summary>A copy of the built tests of Runtime.</summary>
    /// <param name="built">Where the tests were built.</param>
    /// <param name="copy">Where the copy goes.</param>
    /// <param name="namespaces">Of the tests, below that of all tests.</param>
    public static TestHost OfRuntime(string built, string copy, IEnumerable<string> namespaces)
    {
        foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(built, file);
            if (name.StartsWith(".playwright", StringComparison.Ordinal))
                continue;
            var target = new FileInfo(Path.Combine(copy, name));
            if (target.Exists && target.Length == new FileInfo(file).Length
                && target.LastWriteTimeUtc == File.GetLastWriteTimeUtc(file))
                continue;
            target.Directory!.Create();
            File.Copy(file, target.FullName, overwrite: true);
        }

        return new(Path.Combine(copy, "Telegram.Webhooks.Runtime.Mutants.dll"), Path.Combine(copy, TestAssembly),
            Path.Combine(copy, TestAssembly + ".dll"),
            Path.Combine(copy, "Telegram.Webhooks.Runtime.dll"),
            [.. namespaces.Select(name => $"{TestAssembly}.{name}")]);
    }

    public IEnumerable<string> WorkerArguments(string pipe) =>
    [
        "exec", "--runtimeconfig", Configuration + ".runtimeconfig.json", "--depsfile", Configuration + ".deps.json",
        Worker, "worker", pipe, Tests, Mutated, .. Namespaces,
    ];
}
