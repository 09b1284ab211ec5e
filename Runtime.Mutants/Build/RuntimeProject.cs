using System.Diagnostics;
using System.Runtime.Loader;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Telegram.Webhooks.Runtime.Mutants.Build;

/// <summary>What the compiler is given for the project Runtime, asked of the build itself.</summary>
internal sealed class RuntimeProject
{
    private const string Project = "Runtime/Telegram.Webhooks.Runtime.csproj";

    private RuntimeProject(CSharpCompilation compilation, IReadOnlyList<ResourceDescription> resources) =>
        (Compilation, Resources) = (compilation, resources);

    /// <summary>With the sources that the generators made.</summary>
    public CSharpCompilation Compilation { get; }

    public IReadOnlyList<ResourceDescription> Resources { get; }

    public static async Task<RuntimeProject> Load(string repository)
    {
        var folder = Path.Combine(repository, "Runtime");
        var arguments = CSharpCommandLineParser.Default.Parse(
            await Arguments(repository).ConfigureAwait(false), folder, sdkDirectory: null);
        var trees = arguments.SourceFiles.AsParallel().AsOrdered()
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file.Path), arguments.ParseOptions, file.Path, System.Text.Encoding.UTF8));
        var references = arguments.MetadataReferences.Select(
            r => MetadataReference.CreateFromFile(Path.Combine(folder, r.Reference), r.Properties));
        // Warnings are the real build's matter; mutated code has many.
        var options = arguments.CompilationOptions.WithGeneralDiagnosticOption(ReportDiagnostic.Default)
            .WithSpecificDiagnosticOptions([]).WithConcurrentBuild(true);
        var compilation = CSharpCompilation.Create(arguments.CompilationName, trees, references, options);
        CSharpGeneratorDriver.Create(Generators(arguments), parseOptions: arguments.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        return new((CSharpCompilation)generated, [.. arguments.ManifestResources]);
    }

    private static async Task<string[]> Arguments(string repository)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            "msbuild", Project, "-t:Compile", "-p:Configuration=Release", "-p:SkipCompilerExecution=true",
            "-p:ProvideCommandLineArgs=true",
            "-p:DesignTimeBuild=true", "-p:BuildProjectReferences=false", "-getItem:CscCommandLineArgs",
        ])
        { WorkingDirectory = repository, RedirectStandardOutput = true };
        using var build = Process.Start(start)!;
        var output = await build.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
        await build.WaitForExitAsync().ConfigureAwait(false);
        if (build.ExitCode != 0)
            throw new InvalidOperationException($"The compiler's arguments could not be had: {output}");
        using var answer = JsonDocument.Parse(output);
        return [.. answer.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!)];
    }

    /// <summary>Those of the framework's packs; what checks code makes none.</summary>
    private static IEnumerable<ISourceGenerator> Generators(CSharpCommandLineArguments arguments)
    {
        var loader = new Loader();
        foreach (var path in arguments.AnalyzerReferences.Select(r => r.FilePath).Where(path => path.Replace('\\', '/').Contains("/packs/", StringComparison.Ordinal)))
        {
            loader.AddDependencyLocation(path);
            foreach (var generator in new AnalyzerFileReference(path, loader).GetGenerators(LanguageNames.CSharp))
                yield return generator;
        }
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public System.Reflection.Assembly LoadFromPath(string fullPath) =>
            AssemblyLoadContext.Default.LoadFromAssemblyPath(fullPath);
    }
}
