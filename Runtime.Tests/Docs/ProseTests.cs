using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Docs;

/// <summary>
/// The docs are for reading: lines of prose fit a window. Tables, code and links to pictures cannot be broken.
/// </summary>
public sealed partial class ProseTests
{
    private const int Longest = 120;

    // What is made from the code (options.md) has the sentences of the code, each in one line.
    private static IEnumerable<string> Pages =>
        CodeBlock.Files().Where(file => Path.GetFileName(file) != "options.md")
            .Select(file => Path.GetRelativePath(RepositoryFiles.Root, file));

    [TestCaseSource(nameof(Pages))]
    public void No_line_of_prose_is_longer_than_120_characters(string page)
    {
        var isCode = false;
        var (number, longOnes) = (0, new List<string>());
        foreach (var line in File.ReadLines(Path.Combine(RepositoryFiles.Root, page)))
        {
            number++;
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal)) isCode = !isCode;
            else if (!isCode && line.Length > Longest && CanBeBroken(line)) longOnes.Add($"{page}:{number}");
        }

        Assert.That(longOnes, Is.Empty);
    }

    // Each stood in a message, a page or a comment once, where the field has a word that everybody knows.
    [Test]
    public void Words_of_the_house_stood_where_the_field_has_its_own()
    {
        var texts = CodeBlock.Files().Concat(new[] { "Runtime", "Runtime.PostgreSql", "Runtime.Sandbox", "Runtime.Tool", "examples" }.SelectMany(RepositoryFiles.HandWritten));
        Assert.That(
            texts.SelectMany(file => HouseWords().Matches(File.ReadAllText(file)).Select(word => $"{Path.GetRelativePath(RepositoryFiles.Root, file)}: {word.Value}")),
            Is.Empty, "fix, retried, reported, permanent, no answer");
    }

    [GeneratedRegex(@"\b(?:mend(?:s|ed|ing)?|rid(?:e|es|den) out|told of|(?:cannot|can) heal|nobody answers)\b", RegexOptions.IgnoreCase)]
    private static partial Regex HouseWords();

    private static bool CanBeBroken(string line) =>
        line.TrimStart() is not (['|', ..] or ['#', ..] or ['!', '[', ..] or ['<', ..]);
}
