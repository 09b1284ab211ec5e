using System.Runtime.CompilerServices;

namespace Telegram.Webhooks.Runtime.Tests.Architecture;

/// <summary>The repository's own files, for tests that read them.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    /// <summary>The hand-written C# files below a folder, without build output and generated code.</summary>
    public static IEnumerable<string> HandWritten(string folder = "") =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".g.cs", StringComparison.Ordinal))
            .Where(file => !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar)
                .Any(part => part is "bin" or "obj" or "artifacts" or ".dotnet"));

    private static string FindRoot([CallerFilePath] string here = "")
    {
        // Deterministic builds map source paths, so the folder is looked for from where the tests run as well.
        foreach (var start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(here)! })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Telegram.Webhooks.Runtime.sln")))
                    return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The repository's root was not found above the test assembly.");
    }
}
