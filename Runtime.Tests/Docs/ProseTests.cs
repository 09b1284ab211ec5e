using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Docs;

/// <summary>The docs are for reading: lines of prose fit a window. Tables, code and links to pictures cannot be broken.</summary>
public sealed class ProseTests
{
    private const int Longest = 120;

    // What is made from the code (options.md) has the sentences of the code, each in one line.
    private static IEnumerable<string> Pages => CodeBlock.Files().Where(file => Path.GetFileName(file) != "options.md").Select(file => Path.GetRelativePath(RepositoryFiles.Root, file));

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

    private static bool CanBeBroken(string line) => line.TrimStart() is not (['|', ..] or ['#', ..] or ['!', '[', ..] or ['<', ..]);
}
