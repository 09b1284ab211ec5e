using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Telegram.Webhooks.Runtime.Mutants.Operators;

/// <summary>Comparisons off by one or turned round, arithmetic the other way, <c>??</c> with one side only.</summary>
internal static class BinaryOperators
{
    private static readonly Dictionary<SyntaxKind, SyntaxKind> Boundaries = new()
    {
        [SyntaxKind.LessThanToken] = SyntaxKind.LessThanEqualsToken,
        [SyntaxKind.LessThanEqualsToken] = SyntaxKind.LessThanToken,
        [SyntaxKind.GreaterThanToken] = SyntaxKind.GreaterThanEqualsToken,
        [SyntaxKind.GreaterThanEqualsToken] = SyntaxKind.GreaterThanToken,
    };

    private static readonly Dictionary<SyntaxKind, SyntaxKind> Negations = new()
    {
        [SyntaxKind.EqualsEqualsToken] = SyntaxKind.ExclamationEqualsToken,
        [SyntaxKind.ExclamationEqualsToken] = SyntaxKind.EqualsEqualsToken,
        [SyntaxKind.LessThanToken] = SyntaxKind.GreaterThanEqualsToken,
        [SyntaxKind.GreaterThanEqualsToken] = SyntaxKind.LessThanToken,
        [SyntaxKind.GreaterThanToken] = SyntaxKind.LessThanEqualsToken,
        [SyntaxKind.LessThanEqualsToken] = SyntaxKind.GreaterThanToken,
    };

    private static readonly Dictionary<SyntaxKind, SyntaxKind> Others = new()
    {
        [SyntaxKind.AmpersandAmpersandToken] = SyntaxKind.BarBarToken,
        [SyntaxKind.BarBarToken] = SyntaxKind.AmpersandAmpersandToken,
        [SyntaxKind.PlusToken] = SyntaxKind.MinusToken,
        [SyntaxKind.MinusToken] = SyntaxKind.PlusToken,
        [SyntaxKind.AsteriskToken] = SyntaxKind.SlashToken,
        [SyntaxKind.SlashToken] = SyntaxKind.AsteriskToken,
        [SyntaxKind.PercentToken] = SyntaxKind.AsteriskToken,
        [SyntaxKind.AmpersandToken] = SyntaxKind.BarToken,
        [SyntaxKind.BarToken] = SyntaxKind.AmpersandToken,
        [SyntaxKind.CaretToken] = SyntaxKind.AmpersandToken,
        [SyntaxKind.LessThanLessThanToken] = SyntaxKind.GreaterThanGreaterThanToken,
        [SyntaxKind.GreaterThanGreaterThanToken] = SyntaxKind.LessThanLessThanToken,
    };

    public static IEnumerable<Mutation> For(BinaryExpressionSyntax binary, SemanticModel model)
    {
        if (Code.Declares(binary) || model.GetTypeInfo(binary).Type?.SpecialType == SpecialType.System_String
            && !binary.IsKind(SyntaxKind.CoalesceExpression))
            yield break;
        if (binary.IsKind(SyntaxKind.CoalesceExpression))
        {
            if (Code.Outer(binary.Right) is ThrowExpressionSyntax)
                yield break;
            yield return Code.Instead(binary.Right);
            if (model.GetTypeInfo(binary.Left).Type?.IsReferenceType == true)
                yield return Code.Instead(binary.Left);
            yield break;
        }

        var token = binary.OperatorToken;
        if (Boundaries.TryGetValue(token.Kind(), out var boundary))
            yield return With(binary, boundary);
        // Where it is a condition, other mutants make it always true and always false.
        if (!Code.IsCondition(binary) && Negations.TryGetValue(token.Kind(), out var negation))
            yield return With(binary, negation);
        if (Others.TryGetValue(token.Kind(), out var other))
            yield return With(binary, other);
    }

    private static Mutation With(BinaryExpressionSyntax binary, SyntaxKind token) =>
        Code.Instead(SyntaxFactory.BinaryExpression(KindOf(token), binary.Left, SyntaxFactory.Token(token), binary.Right));

    private static SyntaxKind KindOf(SyntaxKind token) => SyntaxFacts.GetBinaryExpression(token);
}
