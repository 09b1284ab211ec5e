using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Deploy;

/// <summary>Programs that a test needs and that not every machine has.</summary>
internal static class InstalledProgram
{
    /// <summary>Where it is; skips the test, by name, where it is not.</summary>
    public static string Require(string name, string package)
    {
        // Servers are in folders that are not on everybody's PATH; "build.sh test" unpacks below .tools what is not
        // installed.
        var tools = Path.Combine(RepositoryFiles.Root, ".tools", "usr");
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(["/usr/sbin", "/usr/local/sbin", Path.Combine(tools, "bin"), Path.Combine(tools, "sbin")]);
        if (folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } found) return found;
        Assert.Ignore($"{name} is not here (Debian's package {package}).");
        throw new InvalidOperationException();
    }
}
