using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Telegram.Webhooks.Runtime.Mutants.Operators;

/// <summary>
/// Conditions that are always met or never, that miss a part, and answers turned into their opposite.
/// </summary>
internal static class ConditionOperators
{
    public static IEnumerable<Mutation> For(ExpressionSyntax expression, SemanticModel model)
    {
        if (expression is LiteralExpressionSyntax or ParenthesizedExpressionSyntax)
            return [];
        return Code.Outer(expression).Parent switch
        {
            // Loops that never end say little and take long.
            WhileStatementSyntax or DoStatementSyntax => [Code.AlwaysFalse],
            ForStatementSyntax loop when loop.Condition == Code.Outer(expression) => [Code.AlwaysFalse],
            IfStatementSyntax or WhenClauseSyntax => [Code.AlwaysTrue, Code.AlwaysFalse],
            ConditionalExpressionSyntax choice when choice.Condition == Code.Outer(expression) => [Code.AlwaysTrue, Code.AlwaysFalse],
            BinaryExpressionSyntax binary when IsPart(expression)
                && binary.IsKind(SyntaxKind.LogicalAndExpression) => [Code.AlwaysTrue],
            BinaryExpressionSyntax binary when IsPart(expression)
                && binary.IsKind(SyntaxKind.LogicalOrExpression) => [Code.AlwaysFalse],
            ReturnStatementSyntax or ArrowExpressionClauseSyntax when IsAnswer(expression, model) =>
                [new Mutation($"!({expression})", (isOn, original) => SyntaxFactory.ParenthesizedExpression(
                    SyntaxFactory.BinaryExpression(SyntaxKind.ExclusiveOrExpression, isOn, Code.Group(original))))],
            _ => [],
        };
    }

    private static bool IsPart(ExpressionSyntax expression) =>
        expression is not BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression };

    /// <summary>A truth value that no other operator turns round.</summary>
    private static bool IsAnswer(ExpressionSyntax expression, SemanticModel model) =>
        expression is InvocationExpressionSyntax or IsPatternExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax
        && model.GetTypeInfo(expression) is { Type.SpecialType: SpecialType.System_Boolean, ConvertedType.SpecialType: SpecialType.System_Boolean };
}
