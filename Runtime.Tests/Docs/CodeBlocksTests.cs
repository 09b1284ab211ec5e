using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Telegram.Webhooks.Runtime.Tests.Docs;

public class CodeBlocksTests
{
    // What a reader of the docs has at hand; a block that declares such a name itself gets its own.
    private static readonly Dictionary<string, string> AtHand = new()
    {
        ["token"] = "string",
        ["bot"] = "TelegramBot",
        ["filter"] = "FlowsUpdatesFilter",
        ["receiver"] = "UpdateReceiver",
        ["server"] = "WebhookServer",
        ["app"] = "Microsoft.AspNetCore.Builder.WebApplication",
        ["builder"] = "Microsoft.AspNetCore.Builder.WebApplicationBuilder",
        ["update"] = "Update",
        ["message"] = "Message",
        ["chat"] = "Chat",
        ["user"] = "User",
        ["query"] = "CallbackQuery",
        ["cancellationToken"] = "System.Threading.CancellationToken",
        ["json"] = "byte[]",
    };

    private const string Usings = """
        using Telegram.Webhooks.Runtime.Sandbox;
        using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Net.Http;
        using System.Threading; using System.Threading.Tasks; using Microsoft.AspNetCore.Builder; using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Routing; using Microsoft.Extensions.DependencyInjection; using Microsoft.Extensions.Hosting;
        using Microsoft.Extensions.Logging; using Telegram.Webhooks.Runtime; using Telegram.Webhooks.Runtime.Types;
        using Telegram.Webhooks.Runtime.Requests;
        """;

    private static readonly Lazy<IReadOnlyList<MetadataReference>> References = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))]);

    private static IEnumerable<CodeBlock> Blocks => CodeBlock.All();

    [TestCaseSource(nameof(Blocks))]
    public void A_code_block_of_the_docs_compiles(object block)
    {
        var code = ((CodeBlock)block).Code;
        var ownUsings = code.Split('\n').Where(line => line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains('=', StringComparison.Ordinal) && !line.Contains('(', StringComparison.Ordinal)).ToList();
        var body = string.Join('\n', code.Split('\n').Where(line => !ownUsings.Contains(line)));
        var source = $"{Usings}\n{string.Join('\n', ownUsings)}\n{Wrap(body)}";

        var errors = Compile(source);

        Assert.That(errors, Is.Empty, source);
    }

    [Test]
    public void The_check_notices_code_that_does_not_compile() =>
        Assert.That(Compile(Usings + Wrap("bot.NoSuchMethod();")), Has.Some.Contains("NoSuchMethod"));

    /// <summary>The errors of statements, with what a reader of the docs has at hand.</summary>
    internal static IReadOnlyList<string> Errors(string statements) => [.. Compile(Usings + Wrap(statements))];

    private static string Wrap(string body)
    {
        var tree = CSharpSyntaxTree.ParseText(body);
        var names = tree.GetRoot().DescendantTokens().ToLookup(token => token.ValueText, token => token.Parent!);
        var parameters = AtHand
            .Where(known => names.Contains(known.Key) && !names[known.Key].Any(IsDeclaration))
            .Select(known => $"{known.Value} {known.Key}");
        var declaresTypes = tree.GetCompilationUnitRoot().Members.Any(member => member is Microsoft.CodeAnalysis.CSharp.Syntax.BaseTypeDeclarationSyntax);
        return declaresTypes ? body : $"class Block {{ static async Task<object?> Run({string.Join(", ", parameters)}) {{\n{body}\nawait Task.Yield(); return null; }} }}";
    }

    private static bool IsDeclaration(SyntaxNode node) =>
        node.IsKind(SyntaxKind.VariableDeclarator) || node.IsKind(SyntaxKind.Parameter) || node.IsKind(SyntaxKind.SingleVariableDesignation) || node.IsKind(SyntaxKind.ForEachStatement) || node.IsKind(SyntaxKind.FromClause);

    private static IEnumerable<string> Compile(string source) =>
        CSharpCompilation.Create(
                "Block",
                [CSharpSyntaxTree.ParseText(source)],
                References.Value,
                new CSharpCompilationOptions(
                    OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
            .GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.ToString());
}
