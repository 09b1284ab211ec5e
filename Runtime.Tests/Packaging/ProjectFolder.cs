namespace Telegram.Webhooks.Runtime.Tests.Packaging;

/// <summary>
/// An empty folder outside of the repository, where projects get our packages from <see cref="LocalPackages"/> and
/// other people's from the cache.
/// </summary>
internal sealed class ProjectFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("project-");

    public ProjectFolder()
    {
        // Ours go into a cache of their own, for the next run makes others of the same version.
        Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{File("cache")}" /></config>
              <packageSources><add key="local" value="{LocalPackages.Folder}" /></packageSources>
              <packageSourceMapping>
                <packageSource key="local"><package pattern="Telegram.Webhooks.Runtime*" /></packageSource>
                <packageSource key="nuget.org"><package pattern="*" /></packageSource>
              </packageSourceMapping>
              <fallbackPackageFolders><add key="cache" value="{LocalPackages.Cache}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File(name))!);
        System.IO.File.WriteAllText(File(name), text);
    }

    public Task<CommandLine> Dotnet(params string[] arguments) =>
        CommandLine.Run(_folder.FullName, "dotnet", arguments);

    /// <summary>Makes a project from one of our templates, which are installed for this folder only.</summary>
    public async Task New(string template, string name, params string[] options)
    {
        (await Dotnet("new", "install", LocalPackages.Of("Telegram.Webhooks.Runtime.Templates"), "--debug:custom-hive", File("hive"))).Succeeded();
        (await Dotnet(["new", template, "-o", name, "--debug:custom-hive", File("hive"), "--no-update-check", .. options])).Restored();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
