using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Telegram.Webhooks.Runtime.Mutants.Build;

/// <summary>
/// Makes one assembly with all mutants of some of its files. Mutants that do not compile are dropped, and it is tried
/// again.
/// </summary>
internal sealed class MutatedBuild
{
    private const int MaxRounds = 30;
    private const string UnassignedVariable = "CS0165";
    private readonly CSharpCompilation _original;
    private readonly IReadOnlyList<(string Name, SyntaxTree Tree)> _files;
    private readonly Constants _constants;
    private readonly HashSet<int> _dropped = [];
    private readonly List<Mutant> _mutants = [];

    private MutatedBuild(CSharpCompilation original, IReadOnlyList<(string Name, SyntaxTree Tree)> files)
    {
        _original = original.AddSyntaxTrees(CSharpSyntaxTree.ParseText(MutantSwitch.Source, (CSharpParseOptions)files[0].Tree.Options, "MutantSwitch.cs"));
        _files = files;
        _constants = Constants.Of(
            original.SyntaxTrees.Where(tree => !tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)));
    }

    /// <summary>Writes the assembly and returns its mutants.</summary>
    public static IReadOnlyList<Mutant> Write(
        CSharpCompilation original, IReadOnlyList<(string Name, SyntaxTree Tree)> files,
        IEnumerable<ResourceDescription> resources, string assembly)
    {
        var build = new MutatedBuild(original, files);
        var compilation = build.Compilable();
        using var stream = File.Create(assembly);
        var result = compilation.Emit(stream, manifestResources: resources);
        if (!result.Success)
            throw new InvalidOperationException(
                "The mutated assembly was not written: " + string.Join('\n', Errors(result.Diagnostics).Take(5)));
        return build._mutants;
    }

    private CSharpCompilation Compilable()
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var (compilation, trees) = Rewrite();
            var errors = trees.AsParallel().SelectMany(tree => Errors(compilation.GetSemanticModel(tree).GetDiagnostics())).ToList();
            if (errors.Count == 0)
                return compilation;
            var before = _dropped.Count;
            foreach (var error in errors)
                _dropped.UnionWith(Blamed(error, round));
            if (_dropped.Count == before)
                throw new InvalidOperationException("No mutant explains: " + string.Join('\n', errors.Take(5)));
        }

        throw new InvalidOperationException($"The mutated code does not compile after {MaxRounds} rounds.");
    }

    private (CSharpCompilation Compilation, List<SyntaxTree> Trees) Rewrite()
    {
        _mutants.Clear();
        var compilation = _original;
        var trees = new List<SyntaxTree>();
        var next = 1;
        foreach (var (name, tree) in _files)
        {
            var rewriter = new SchemataRewriter(_original.GetSemanticModel(tree), name, next, _dropped, _constants);
            var mutated = tree.WithRootAndOptions(rewriter.Visit(tree.GetRoot())!, tree.Options);
            compilation = compilation.ReplaceSyntaxTree(tree, mutated);
            trees.Add(mutated);
            _mutants.AddRange(rewriter.Mutants);
            next = rewriter.Next;
        }

        return (compilation, trees);
    }

    /// <summary>The mutant around the error; where none is, those of the member, and later those of the file.</summary>
    private IEnumerable<int> Blamed(Diagnostic error, int round)
    {
        var node = error.Location.SourceTree!.GetRoot()
            .FindNode(error.Location.SourceSpan, getInnermostNodeForTie: true);
        var around = node.AncestorsAndSelf().SelectMany(MutantsOn).Take(1).ToList();
        if (around.Count > 0)
            return around;
        if (error.Id == UnassignedVariable && DeclarationOf(node) is { } declaration
            && OfUnassigned(declaration) is { Count: > 0 } unassigned)
            return unassigned;
        var named = _mutants.Where(m => node.DescendantTokens().Any(t => t.Text == m.Member) && IsOfConstant(error.Location.SourceTree, m)).Select(m => m.Id).ToList();
        if (named.Count > 0)
            return named;
        var member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is not BaseTypeDeclarationSyntax and not BaseNamespaceDeclarationSyntax);
        var removals = _mutants.Where(m => m.Now.Contains("(removed)", StringComparison.Ordinal)).Select(m => m.Id)
            .ToHashSet();
        var inMember = member?.DescendantNodesAndSelf().SelectMany(MutantsOn).ToList() ?? [];
        if (inMember.Any(removals.Contains))
            return inMember.Where(removals.Contains);
        return inMember.Count > 0 && round < MaxRounds / 2
            ? inMember
            : error.Location.SourceTree!.GetRoot().DescendantNodes().SelectMany(MutantsOn);
    }

    /// <summary>The pattern or <c>out var</c> that declares the variable, the last one before its use.</summary>
    private static SingleVariableDesignationSyntax? DeclarationOf(SyntaxNode use) =>
        use.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.DescendantNodes().OfType<SingleVariableDesignationSyntax>()
            .LastOrDefault(d => d.Identifier.Text == use.ToString() && d.SpanStart < use.SpanStart);

    /// <summary>
    /// A variable of a condition is assigned where that is true, or where it is false: the mutants for the other case
    /// keep it so.
    /// </summary>
    private static List<int> OfUnassigned(SingleVariableDesignationSyntax declaration)
    {
        var assignedWhenFalse = declaration.Ancestors().TakeWhile(a => a is not StatementSyntax)
            .Any(a => a.IsKind(SyntaxKind.NotPattern));
        var harmful = assignedWhenFalse ? SyntaxKind.LogicalAndExpression : SyntaxKind.LogicalOrExpression;
        var around = declaration.Ancestors().TakeWhile(a => a is not StatementSyntax).Where(a => MutantsOn(a).Any())
            .ToList();
        if (declaration.FirstAncestorOrSelf<IfStatementSyntax>() is { } branch && branch.Condition.Contains(declaration)
            && around.Count == 0)
            around.AddRange(branch.Statement.DescendantNodesAndSelf().Where(n => MutantsOn(n).Any()));
        var first = around.Where(a => a is ParenthesizedExpressionSyntax { Expression: var inner } && inner.IsKind(harmful)).SelectMany(MutantsOn).ToList();
        return first.Count > 0 ? first : [.. around.SelectMany(MutantsOn)];
    }

    private static bool IsOfConstant(SyntaxTree tree, Mutant mutant) =>
        tree.GetRoot().DescendantNodes().OfType<PropertyDeclarationSyntax>()
            .Any(p => p.Identifier.Text == mutant.Member && MutantsOn(p).Contains(mutant.Id));

    private static IEnumerable<int> MutantsOn(SyntaxNode node) =>
        node.GetAnnotations(MutantSwitch.Annotation).Select(MutantSwitch.MutantOf);

    private static IEnumerable<Diagnostic> Errors(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error);
}
