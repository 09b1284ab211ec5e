using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Docs;

/// <summary>Links between the pages of the docs, and into the code.</summary>
public sealed partial class LinksTests
{
    private static IEnumerable<string> Pages =>
        CodeBlock.Files().Where(file => Path.GetFileName(file) != "PACKAGE.md")
            .Select(file => Path.GetRelativePath(RepositoryFiles.Root, file));

    [TestCaseSource(nameof(Pages))]
    public void Each_link_leads_to_a_file_and_a_heading(string page)
    {
        var file = Path.Combine(RepositoryFiles.Root, page);
        foreach (Match link in Links().Matches(Prose(file)))
        {
            var target = link.Groups["target"].Value;
            if (target.Contains("://", StringComparison.Ordinal)) continue;
            var (path, heading) = target.Split('#') is [var before, var after] ? (before, after) : (target, null);
            var found = path.Length == 0 ? file : Path.Combine(Path.GetDirectoryName(file)!, path);
            Assert.That(File.Exists(found) || Directory.Exists(found), $"{page}: {target}");
            if (heading is not null && found.EndsWith(".md", StringComparison.Ordinal))
                Assert.That(Headings(found), Does.Contain(heading), $"{page}: {target}");
        }
    }

    [Test]
    public void Each_page_of_the_docs_is_linked_from_another()
    {
        var linked = Pages.SelectMany(page => Links().Matches(Prose(Path.Combine(RepositoryFiles.Root, page)))
            .Select(link => Path.GetFullPath(Path.Combine(RepositoryFiles.Root, Path.GetDirectoryName(page)!, link.Groups["target"].Value.Split('#')[0])))).ToHashSet();

        Assert.That(Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "docs"), "*.md", SearchOption.AllDirectories), Is.SubsetOf(linked));
    }

    [Test]
    public void A_heading_is_found_by_the_name_that_links_give_it() =>
        Assert.That(Name("What `a_b` is: an Example (of 2)"), Is.EqualTo("what-a_b-is-an-example-of-2"));

    private static string Prose(string file) => Code().Replace(File.ReadAllText(file).ReplaceLineEndings("\n"), "");

    private static IEnumerable<string> Headings(string file) =>
        HeadingLines().Matches(Prose(file)).Select(heading => Name(heading.Groups["text"].Value));

    private static string Name(string heading) =>
        string.Concat(heading.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Trim()
            .Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex HeadingLines();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();
}
