using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Telegram.Webhooks.Runtime.Mutants.Operators;

/// <summary>Which statements can be left out, and be compiled without.</summary>
internal static class StatementOperators
{
    public static bool CanBeRemoved(StatementSyntax statement, SemanticModel model) => statement switch
    {
        ExpressionStatementSyntax s => CanBeRemoved(s.Expression, model),
        ReturnStatementSyntax { Expression: null } => true,
        ReturnStatementSyntax => FallsThrough(statement),
        BreakStatementSyntax => statement.Ancestors()
            .First(a => a is SwitchStatementSyntax || IsLoop(a)) is not SwitchStatementSyntax,
        ContinueStatementSyntax => true,
        _ => false,
    };

    public static bool CanBeRemoved(ExpressionSyntax expression, SemanticModel model)
    {
        if (Untouched.IsAside(expression, model) || expression.DescendantNodesAndSelf().OfType<ArgumentSyntax>().Any(a => a.RefKindKeyword.IsKind(SyntaxKind.OutKeyword)))
            return false;
        // What is not assigned elsewhere cannot be read; a discarded value has no effect.
        return expression is not AssignmentExpressionSyntax assignment || model.GetSymbolInfo(assignment.Left).Symbol switch
        {
            ILocalSymbol local => local.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is VariableDeclaratorSyntax { Initializer: not null }),
            IParameterSymbol { RefKind: RefKind.Out } => false,
            IDiscardSymbol => assignment.Right is InvocationExpressionSyntax or AwaitExpressionSyntax,
            null => false,
            _ => true,
        };
    }

    /// <summary>Whether something comes after it in its method, so that leaving it out still returns.</summary>
    private static bool FallsThrough(StatementSyntax statement)
    {
        for (SyntaxNode node = statement; node.Parent is StatementSyntax or ElseClauseSyntax; node = node.Parent)
        {
            if (node.Parent is BlockSyntax block && block.Statements.Last() != node)
                return true;
        }

        return false;
    }

    private static bool IsLoop(SyntaxNode node) =>
        node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax;
}
