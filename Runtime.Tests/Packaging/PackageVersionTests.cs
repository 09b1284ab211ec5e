using System.IO.Compression;
using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Packaging;

/// <summary>
/// What <c>packaging/Package.targets</c> makes of tags, changes and earlier packages, on a small library in a
/// repository of its own.
/// </summary>
public sealed class PackageVersionTests
{
    [Test]
    public async Task A_second_pack_is_another_version_a_tag_names_it_and_a_break_is_refused()
    {
        using var folder = new ProjectFolder();
        foreach (var file in new[] { "packaging/Package.targets", "packaging/icon.png", "LICENSE", "CHANGELOG.md" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(file))!);
            File.Copy(Path.Combine(RepositoryFiles.Root, file), folder.File(file));
        }
        File.Copy(Path.Combine(RepositoryFiles.Root, "Directory.Packages.props"),
            folder.File("Directory.Packages.props"));
        folder.Write(".gitignore", "bin/\nobj/\nartifacts/\ncache/\nnuget.config\n");
        folder.Write("Directory.Build.props", "<Project><PropertyGroup><RepositoryRoot>$(MSBuildThisFileDirectory)</RepositoryRoot></PropertyGroup></Project>");
        folder.Write("Directory.Build.targets", """<Project><Import Project="packaging/Package.targets" /></Project>""");
        folder.Write("PACKAGE.md", "# Small\n\nMore: [changes](CHANGELOG.md), [Telegram](https://core.telegram.org).\n");
        folder.Write("Small.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><PackageId>Small</PackageId><Description>Small.</Description></PropertyGroup>
            </Project>
            """);
        Code("public int Add(int a, int b) => a + b;");
        foreach (var command in new string[][] { ["init", "-q"], ["add", "-A"], Commit("first"), ["tag", "v1.2.0"] })
            await Git(command);

        await Pack();
        Assert.That(AllPacked(), Is.EqualTo(new[] { "Small.1.2.0.nupkg" }), "as tagged");

        Code("public int Add(int a, int b) => b + a;");
        await Pack();
        Assert.That(AllPacked(), Has.Some.Match(@"^Small\.1\.2\.1-alpha\.0\.w[0-9a-f]{10}\.nupkg$").And.Exactly(2).Items, "changed, not committed");

        await Git(Commit("second"));
        await Pack();
        Assert.That(AllPacked(), Does.Contain("Small.1.2.1-alpha.0.1.nupkg"), "committed, not tagged");

        Assert.That(Packed("README.md"), Does.Contain("changes (`CHANGELOG.md` in the repository)").And.Contain("[Telegram](https://core.telegram.org)"), "no address, no link");
        await Pack("-p:MinVerVersionOverride=2.0.0", "-p:RepositoryUrl=https://example.org/ada/small.git");
        Assert.That(Packed("README.md", "2.0.0"),
            Does.Match(@"\[changes\]\(https://example\.org/ada/small/blob/[0-9a-f]{40}/CHANGELOG\.md\)"));
        Assert.That(Packed("Small.nuspec", "2.0.0"), Does.Contain("url=\"https://example.org/ada/small.git\""));

        Code("public int Sum(int a, int b) => b + a;");
        var broken = await folder.Dotnet(PackArguments);
        Assert.That(broken.ExitCode, Is.Not.Zero);
        Assert.That(broken.Output, Does.Contain("CP0002").And.Contain("Add"));
        (await folder.Dotnet([.. PackArguments, "-p:AcceptBreaks=true"])).Succeeded();

        void Code(string member) => folder.Write(
            "Small.cs", $"namespace Small;\npublic class Adder\n{{\n    {member}\n}}\n");
        string[] Commit(string message) => ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-q", "-a", "-m", message];
        async Task Git(string[] arguments) => (await CommandLine.Run(folder.File("."), "git", arguments)).Succeeded();
        async Task Pack(params string[] more) => (await folder.Dotnet([.. PackArguments, .. more])).Restored();
        string Packed(string name, string version = "1.2.1-alpha.0.1")
        {
            using var package = ZipFile.OpenRead(folder.File($"artifacts/packages/Small.{version}.nupkg"));
            using var reader = new StreamReader(package.GetEntry(name)!.Open());
            return reader.ReadToEnd();
        }

        string?[] AllPacked() => [.. Directory.EnumerateFiles(folder.File("artifacts/packages"), "*.nupkg").Select(Path.GetFileName)];
    }

    private static string[] PackArguments { get; } = ["pack", "-c", "Release", "-v", "quiet", "-o", "artifacts/packages", "-p:CompareWithLastPack=true"];
}
