using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Packaging;

/// <summary>What is in the packages.</summary>
public sealed partial class PackageContentTests
{
    private static readonly string[] Ids =
        ["Telegram.Webhooks.Runtime", "Telegram.Webhooks.Runtime.PostgreSql", "Telegram.Webhooks.Runtime.Sandbox",
            "Telegram.Webhooks.Runtime.Templates", "Telegram.Webhooks.Runtime.Tool"];

    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    [Test]
    public void Each_project_that_is_packed_is_known_here() =>
        Assert.That(Directory.EnumerateFiles(LocalPackages.Folder, "*.nupkg").Select(Path.GetFileName),
            Is.EquivalentTo(Ids.Select(id => $"{id}.{LocalPackages.Version}.nupkg")));

    [TestCaseSource(nameof(Ids))]
    public void It_says_who_made_it_what_it_is_and_what_is_new(string id)
    {
        using var package = ZipFile.OpenRead(LocalPackages.Of(id));
        var metadata = XDocument.Parse(Text(package, $"{id}.nuspec")).Root!.Elements()
            .Single(part => part.Name.LocalName == "metadata");

        Assert.That(Of("license"), Is.EqualTo("MIT"));
        Assert.That(Of("tags").Split(' '), Does.Contain("telegram").And.Contain("webhook"));
        Assert.That(Of("description"), Is.Not.EqualTo("Package Description"));
        Assert.That(Of("releaseNotes"), Does.StartWith("The first version.").And.Not.Contain("## "));
        Assert.That(package.Entries.Select(entry => entry.FullName), Does.Contain(Of("icon")).And.Contain("LICENSE"));
        Assert.That(Text(package, Of("readme")), Does.StartWith($"# {id}").And.Contain("MIT license."));

        string Of(string name) => metadata.Elements().Single(part => part.Name.LocalName == name).Value;
    }

    // A page of a package has no folder beside it, and no block of code in it is a link.
    [TestCaseSource(nameof(Ids))]
    public void Its_README_has_absolute_links_only(string id)
    {
        using var package = ZipFile.OpenRead(LocalPackages.Of(id));
        Assert.That(Links().Matches(Text(package, "README.md")).Select(link => link.Groups["target"].Value), Has.All.Match("^https://"));
    }

    [TestCaseSource(nameof(Ids))]
    public void Its_README_names_files_that_there_are(string id)
    {
        var source = File.ReadAllText(Path.Combine(RepositoryFiles.Root, Folder(id), "PACKAGE.md"));
        var targets = Links().Matches(source).Select(link => link.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal)).ToList();

        Assert.That(targets, Is.Not.Empty);
        foreach (var target in targets) Assert.That(Path.Combine(RepositoryFiles.Root, target), Does.Exist);
    }

    [TestCase("Telegram.Webhooks.Runtime")]
    [TestCase("Telegram.Webhooks.Runtime.PostgreSql")]
    [TestCase("Telegram.Webhooks.Runtime.Sandbox")]
    public void A_debugger_finds_the_sources_by_its_symbols(string id)
    {
        using var symbols = ZipFile.OpenRead(LocalPackages.Of(id, "snupkg"));
        using var pdb = new MemoryStream();
        using (var packed = symbols.GetEntry($"lib/net10.0/{id}.pdb")!.Open()) packed.CopyTo(pdb);
        pdb.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(pdb);
        var reader = provider.GetMetadataReader();
        var kinds = reader.CustomDebugInformation.Select(handle => reader.GetCustomDebugInformation(handle))
            .ToLookup(information => reader.GetGuid(information.Kind), information => information.Parent);

        // With a remote they are fetched from there, without one they are embedded.
        if (!kinds.Contains(SourceLink))
            Assert.That(kinds[EmbeddedSource].ToHashSet(),
                Is.SupersetOf(reader.Documents.Select(document => (EntityHandle)document)));
        else
            Assert.That(kinds[SourceLink], Is.Not.Empty);
    }

    [TestCaseSource(nameof(Ids))]
    public void It_holds_no_path_of_the_machine_that_made_it(string id)
    {
        using var package = ZipFile.OpenRead(LocalPackages.Of(id));
        foreach (var entry in package.Entries.Where(entry => Path.GetExtension(entry.FullName) is ".xml" or ".md" or ".json" or ".props" or ".nuspec" or ".cs" or ".csproj"))
            Assert.That(Text(package, entry.FullName), Does.Not.Contain(RepositoryFiles.Root), entry.FullName);
    }

    private static string Folder(string id) =>
        id.Split('.')[^1] switch { "Runtime" => "Runtime", var last => $"Runtime.{last}" };

    private static string Text(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\]\((?<target>[^)]+)\)")]
    private static partial Regex Links();
}
