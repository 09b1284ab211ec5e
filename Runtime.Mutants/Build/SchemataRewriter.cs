using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Telegram.Webhooks.Runtime.Mutants.Operators;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Telegram.Webhooks.Runtime.Mutants.Build;

/// <summary>
/// Puts every mutant of a file into it, each behind its switch. Mutated copies hold the original code below them, not
/// further mutants: only one is ever on, and the code does not grow with each level.
/// </summary>
/// <param name="model">Of the original file.</param>
/// <param name="file">Its name, for people.</param>
/// <param name="firstId">The number of its first mutant; numbers do not depend on what is dropped.</param>
/// <param name="dropped">Mutants that do not compile.</param>
/// <param name="constants">Values that are computed once.</param>
internal sealed class SchemataRewriter(SemanticModel model, string file, int firstId, IReadOnlySet<int> dropped,
    Constants constants) : CSharpSyntaxRewriter
{
    private readonly List<Mutant> _mutants = [];
    private int _next = firstId;

    /// <summary>Those that are in the rewritten file.</summary>
    public IReadOnlyList<Mutant> Mutants => _mutants;

    /// <summary>The number after that of its last mutant.</summary>
    public int Next => _next;

    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        if (node is null || Untouched.Includes(node, model))
            return node;
        if (Constants.IsOne(node))
            return Once(node);
        var visited = base.Visit(node);
        return node switch
        {
            // Inner ones come first, so that the statement's own are around them.
            ExpressionStatementSyntax statement => Statement(statement, (StatementSyntax)visited!),
            StatementSyntax statement => Removed(statement, (StatementSyntax)visited!),
            ExpressionSyntax expression => Expression(expression, (ExpressionSyntax)visited!),
            MethodDeclarationSyntax { ExpressionBody: { } body } method => Body(
                method, body.Expression, (MethodDeclarationSyntax)visited!),
            _ => visited,
        };
    }

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node) =>
        Code.NameOf(node)?.Identifier.Text == "ConfigureAwait" ? node.WithExpression((ExpressionSyntax)Visit(node.Expression)!) : base.VisitInvocationExpression(node);

    private SyntaxNode Once(SyntaxNode node)
    {
        var before = _mutants.Count;
        var computed = constants.Computed(node, value => (ExpressionSyntax)Visit(value)!);
        return computed is null || _mutants.Count == before
            ? node
            : computed.WithAdditionalAnnotations(_mutants.Skip(before).Select(m => MutantSwitch.Mark(m.Id)));
    }

    private ExpressionSyntax Expression(ExpressionSyntax node, ExpressionSyntax visited)
    {
        foreach (var mutation in MutationsOf(node))
        {
            if (Add(node, mutation.Text) is { } id)
                visited = mutation.Build(MutantSwitch.IsOn(id), visited)
                    .WithAdditionalAnnotations(MutantSwitch.Mark(id));
        }

        return visited;
    }

    private IEnumerable<Mutation> MutationsOf(ExpressionSyntax node) =>
        ConditionOperators.For(node, model)
            .Concat(node is BinaryExpressionSyntax binary ? BinaryOperators.For(binary, model) : [])
            .Concat(ValueOperators.For(node, model));

    private StatementSyntax Statement(ExpressionStatementSyntax node, StatementSyntax visited)
    {
        if (ValueOperators.Reversed(node.Expression, model) is { } reversed && Add(node.Expression, reversed.NormalizeWhitespace().ToString()) is { } id)
        {
            visited = Block(
                IfStatement(MutantSwitch.IsOn(id), Block(ExpressionStatement(reversed)), ElseClause(Block(visited))))
                .WithAdditionalAnnotations(MutantSwitch.Mark(id));
        }

        return Removed(node, visited);
    }

    private StatementSyntax Removed(StatementSyntax node, StatementSyntax visited) =>
        StatementOperators.CanBeRemoved(node, model) && Add(node, "(removed)") is { } id ? Unless(id, visited) : visited;

    /// <summary>A method that is one call, left out.</summary>
    private MethodDeclarationSyntax Body(
        MethodDeclarationSyntax node, ExpressionSyntax call, MethodDeclarationSyntax visited)
    {
        if (model.GetDeclaredSymbol(node) is not { ReturnsVoid: true } || !StatementOperators.CanBeRemoved(call, model)
            || Add(call, "(removed)") is not { } id)
            return visited;
        return visited.WithBody(Block(Unless(id, ExpressionStatement(visited.ExpressionBody!.Expression))))
            .WithExpressionBody(null).WithSemicolonToken(default);
    }

    private static BlockSyntax Unless(int id, StatementSyntax statement) =>
        Block(IfStatement(Code.Not(MutantSwitch.IsOn(id)), Block(statement)))
            .WithAdditionalAnnotations(MutantSwitch.Mark(id));

    private int? Add(SyntaxNode node, string mutated)
    {
        var id = _next++;
        if (dropped.Contains(id))
            return null;
        _mutants.Add(CodeChange.Describe(id, file, node, mutated));
        return id;
    }
}
