using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Telegram.Webhooks.Runtime.Mutants.Operators;

/// <summary>Pieces of syntax that the operators are made of.</summary>
internal static class Code
{
    /// <summary>The expression in parentheses, so that precedence stays what it was.</summary>
    public static ExpressionSyntax Group(ExpressionSyntax expression) =>
        ParenthesizedExpression(expression.WithoutTrivia());

    public static ExpressionSyntax Not(ExpressionSyntax condition) =>
        PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, condition);

    /// <summary>The mutated expression where the switch is on, else the original.</summary>
    public static ExpressionSyntax Choose(ExpressionSyntax isOn, ExpressionSyntax mutated, ExpressionSyntax original) =>
        ParenthesizedExpression(ConditionalExpression(isOn, Group(mutated), Group(original)));

    public static Mutation Instead(ExpressionSyntax mutated) =>
        new(mutated.WithoutTrivia().NormalizeWhitespace().ToString(),
            (isOn, original) => Choose(isOn, mutated, original));

    /// <summary>A condition that is always true; what is assigned where it is false stays assigned.</summary>
    public static Mutation AlwaysTrue { get; } =
        new("true", (isOn, original) => ParenthesizedExpression(BinaryExpression(SyntaxKind.LogicalOrExpression, Group(original), isOn)));

    /// <summary>A condition that is always false; what is assigned where it is true stays assigned.</summary>
    public static Mutation AlwaysFalse { get; } =
        new("false", (isOn, original) => ParenthesizedExpression(BinaryExpression(SyntaxKind.LogicalAndExpression, Group(original), Not(isOn))));

    public static bool IsCondition(ExpressionSyntax expression) => Outer(expression).Parent switch
    {
        IfStatementSyntax or WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or WhenClauseSyntax => true,
        ConditionalExpressionSyntax choice => choice.Condition == Outer(expression),
        BinaryExpressionSyntax binary => binary.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression,
        _ => false,
    };

    /// <summary>The expression with the parentheses around it.</summary>
    public static ExpressionSyntax Outer(ExpressionSyntax expression) =>
        expression.Parent is ParenthesizedExpressionSyntax group ? Outer(group) : expression;

    /// <summary>Whether it declares a variable, which must not be declared a second time.</summary>
    public static bool Declares(SyntaxNode node) =>
        node.DescendantNodesAndSelf(n => n is not AnonymousFunctionExpressionSyntax)
            .Any(n => n is SingleVariableDesignationSyntax);

    /// <summary>The method's name in <c>name(…)</c>, <c>a.name(…)</c> and <c>a?.name(…)</c>.</summary>
    public static SimpleNameSyntax? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => name,
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        _ => null,
    };
}
