using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Docs;

/// <summary>A command of a page: a line of one of its blocks for a shell, or several that end in a backslash.</summary>
internal sealed partial record ShellCommand(string Page, string Text)
{
    /// <summary>
    /// The pages that tell a reader to type something, those of new projects and of <c>deploy/</c> too.
    /// </summary>
    public static IEnumerable<string> Pages() =>
        CodeBlock.Files().Concat(Under("deploy")).Concat(Under("Runtime.Templates", "content"))
            .Order(StringComparer.Ordinal);

    /// <summary>Every command of the pages, in their order.</summary>
    public static IEnumerable<ShellCommand> All() => Pages().SelectMany(In);

    /// <summary>The languages of a page's blocks; empty for a block that names none.</summary>
    public static IEnumerable<string> Languages(string file) =>
        Blocks().Matches(Content(file)).Select(block => block.Groups["language"].Value);

    public override string ToString() => $"{Page}: {Text}";

    private static IEnumerable<ShellCommand> In(string file) =>
        from block in Blocks().Matches(Content(file))
        where block.Groups["language"].Value == "sh"
        from line in block.Groups["code"].Value.Replace("\\\n", "", StringComparison.Ordinal).Split('\n')
        where line.Length > 0 && !line.StartsWith("<!--", StringComparison.Ordinal)
        select new ShellCommand(
            Path.GetRelativePath(RepositoryFiles.Root, file).Replace('\\', '/'), Spaces().Replace(line, " "));

    private static IEnumerable<string> Under(params string[] folder) =>
        Directory.EnumerateFiles(Path.Combine([RepositoryFiles.Root, .. folder]), "*.md", SearchOption.AllDirectories);

    private static string Content(string file) => File.ReadAllText(file).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("  +")]
    private static partial Regex Spaces();
}
