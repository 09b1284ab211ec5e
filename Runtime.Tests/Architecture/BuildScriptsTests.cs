using System.Text.RegularExpressions;

namespace Telegram.Webhooks.Runtime.Tests.Architecture;

/// <summary>build.sh and build.ps1 are the same script twice, and one of them is rarely run.</summary>
public partial class BuildScriptsTests
{
    private static string Bash { get; } = Text("build.sh");

    private static string PowerShell { get; } = Text("build.ps1");

    [Test]
    public void Both_scripts_list_the_same_commands_in_the_same_words()
    {
        var listed = HelpLines().Matches(Bash).Select(line => line.Groups["line"].Value).ToList();

        Assert.That(listed, Has.Count.GreaterThan(5), "the list was found");
        Assert.That(HelpLines().Matches(PowerShell).Select(line => line.Groups["line"].Value), Is.EqualTo(listed));
    }

    [Test]
    public void Each_script_has_the_commands_that_are_listed()
    {
        var listed = HelpLines().Matches(Bash).Select(line => line.Groups["command"].Value).ToList();

        Assert.That(BashCases().Matches(Bash).Select(label => label.Groups["command"].Value), Is.EquivalentTo(listed));
        Assert.That(PowerShellCases().Matches(PowerShell).Select(label => label.Groups["command"].Value), Is.EquivalentTo(listed));
    }

    [Test]
    public void Both_scripts_call_dotnet_with_the_same_arguments()
    {
        var calls = Calls(BashCalls(), Bash).ToList();

        Assert.That(calls, Has.Count.GreaterThan(5), "the calls were found");
        Assert.That(Calls(PowerShellCalls(), PowerShell), Is.EquivalentTo(calls));
    }

    private static IEnumerable<string> Calls(Regex calls, string script) =>
        calls.Matches(script).Select(call => Quotes().Replace(call.Groups["arguments"].Value, "").Replace("$@", "@args", StringComparison.Ordinal).Replace("@Rest", "@args", StringComparison.Ordinal).Trim());

    private static string Text(string script) =>
        File.ReadAllText(Path.Combine(RepositoryFiles.Root, script)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^\.[/\\]build\.(?:sh|ps1) (?<line>(?<command>\w+).*)$", RegexOptions.Multiline)]
    private static partial Regex HelpLines();

    [GeneratedRegex(@"^  (?<command>\w+)\) ", RegexOptions.Multiline)]
    private static partial Regex BashCases();

    [GeneratedRegex(@"^        '(?<command>\w+)' \{", RegexOptions.Multiline)]
    private static partial Regex PowerShellCases();

    [GeneratedRegex(@"\bdotnet (?<arguments>(?:build|test|run|pack|format) [^;|>\n]*)")]
    private static partial Regex BashCalls();

    [GeneratedRegex(@"(?:Invoke-Dotnet|& dotnet) (?<arguments>(?:build|test|run|pack|format) [^;|}\n]*)")]
    private static partial Regex PowerShellCalls();

    [GeneratedRegex("[\"']")]
    private static partial Regex Quotes();
}
