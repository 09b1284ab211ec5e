using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>The page's scripts import one another in one direction.</summary>
public partial class PageImportsTests
{
    [Test]
    public void Scripts_imported_one_another_in_circles()
    {
        var folder = Path.Combine(RepositoryFiles.Root, "Runtime.Sandbox", "Page", "Assets");
        var imports = Directory.GetFiles(folder, "*.js").ToDictionary(
            file => Path.GetFileName(file), file => Imports().Matches(File.ReadAllText(file))
                .Select(match => match.Groups["name"].Value).ToList());
        Assert.That(imports, Has.Count.GreaterThan(15), "the scripts were found");

        // A script that imports none of those that are left is taken away; what stays is in a circle, or above one.
        while (imports.FirstOrDefault(script => !script.Value.Exists(imports.ContainsKey)).Key is { } free)
            imports.Remove(free);

        Assert.That(imports.Select(script => $"{script.Key}: {string.Join(", ", script.Value.Where(imports.ContainsKey))}"), Is.Empty);
    }

    [GeneratedRegex(@"from '\./(?<name>[a-z]+\.js)'")]
    private static partial Regex Imports();
}
