using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Packaging;

/// <summary>The packages, made once for all tests of this folder from what was built with them.</summary>
[SetUpFixture]
public sealed class LocalPackages
{
    public const string Version = "0.1.0";

    private static DirectoryInfo? _folder;

    /// <summary>The folder that has them.</summary>
    internal static string Folder => _folder!.FullName;

    /// <summary>Where packages that other tests restored are; nothing of ours is among them.</summary>
    internal static string Cache { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    internal static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;

    internal static string Of(string id, string extension = "nupkg") =>
        Path.Combine(Folder, $"{id}.{Version}.{extension}");

    [OneTimeSetUp]
    public async Task Pack()
    {
        _folder = Directory.CreateTempSubdirectory("packages-");
        var made = await CommandLine.Run(
            RepositoryFiles.Root, "dotnet",
            ["pack", "Telegram.Webhooks.Runtime.sln", "-c", Configuration, "--no-build", "-v", "quiet", "-o", Folder,
                $"-p:MinVerVersionOverride={Version}"]);
        made.Succeeded();
    }

    [OneTimeTearDown]
    public void Remove() => _folder!.Delete(recursive: true);
}
