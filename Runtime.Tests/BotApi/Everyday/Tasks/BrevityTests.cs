using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Telegram.Webhooks.Runtime.Tests.Architecture;
using Telegram.Webhooks.Runtime.Tests.Docs;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Everyday.Tasks;

/// <summary>
/// The everyday tasks take no more characters than with Telegram.Bot, and the docs show them as they are run.
/// </summary>
public sealed class BrevityTests
{
    private static readonly Dictionary<string, string> Ours = Bodies(nameof(OurTasks));
    private static readonly Dictionary<string, string> Theirs = Bodies(nameof(TelegramBotTasks.TheirTasks));

    private static IEnumerable<string> Tasks => Ours.Keys;

    [TestCaseSource(nameof(Tasks))]
    public void A_task_takes_no_more_characters_than_with_Telegram_Bot(string task) =>
        Assert.That(Ours[task], Has.Length.LessThanOrEqualTo(Theirs[task].Length),
            $"ours:\n{Ours[task]}\ntheirs:\n{Theirs[task]}");

    [Test]
    public void Fifteen_tasks_are_compared() =>
        Assert.That(Ours.Keys, Has.Count.GreaterThanOrEqualTo(15).And.EquivalentTo(Theirs.Keys));

    [TestCaseSource(nameof(Tasks))]
    public void The_docs_show_the_task_as_it_is_run(string task) =>
        Assert.That(CodeBlock.All().Where(block => block.File.EndsWith("everyday.md", StringComparison.Ordinal)).Select(block => Squeeze(block.Code)), Has.Some.Contains(Ours[task]));

    private static Dictionary<string, string> Bodies(string name)
    {
        var file = Path.Combine(RepositoryFiles.Root, "Runtime.Tests", "BotApi", "Everyday", "Tasks", name + ".cs");
        return CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes()
            .OfType<MethodDeclarationSyntax>()
            .ToDictionary(method => method.Identifier.ValueText, method => Squeeze(string.Concat(method.Body!.Statements.Select(statement => statement.ToFullString()))));
    }

    /// <summary>Without the white space that only lays it out.</summary>
    private static string Squeeze(string code) =>
        string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
