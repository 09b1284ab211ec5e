using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Docs;

/// <summary>A C# code block of a Markdown file.</summary>
internal sealed partial record CodeBlock(string File, int Line, string Code)
{
    public override string ToString() => $"{File}, line {Line}";

    /// <summary>Every C# block of the pages.</summary>
    public static IEnumerable<CodeBlock> All() => Files().SelectMany(In);

    /// <summary>The README, the changelog, the READMEs of the packages and the docs folder.</summary>
    public static IEnumerable<string> Files()
    {
        var root = RepositoryFiles.Root;
        return Directory.EnumerateFiles(root, "*.md")
            .Concat(Directory.EnumerateDirectories(root, "Runtime*").Select(folder => Path.Combine(folder, "PACKAGE.md")).Where(System.IO.File.Exists))
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<CodeBlock> In(string file)
    {
        var text = System.IO.File.ReadAllText(file);
        return Fences().Matches(text).Select(match => new CodeBlock(
            Path.GetRelativePath(RepositoryFiles.Root, file),
            text.AsSpan(0, match.Groups["code"].Index).Count('\n') + 1,
            match.Groups["code"].Value));
    }

    [GeneratedRegex(@"^```(?:csharp|cs|c#)\s*\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Fences();
}
