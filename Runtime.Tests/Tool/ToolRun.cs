using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Tests.Examples;

namespace Telegram.Webhooks.Runtime.Tests.Tool;

/// <summary>A run of the tool to its end. What it writes is no terminal, so a table has a fixed width.</summary>
internal static partial class ToolRun
{
    public static async Task<(int ExitCode, string Output)> Of(
        string[] arguments, params IEnumerable<KeyValuePair<string, string>> environment)
    {
        await using var tool = ExampleProcess.StartTool(arguments, environment);
        return await tool.Ends();
    }

    /// <summary>The words of a table, without its lines, so that a sentence is found however it was broken.</summary>
    public static string Words(string output) =>
        Space().Replace(string.Concat(output.Where(c => c is < '\u2500' or > '\u257f')), " ");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
