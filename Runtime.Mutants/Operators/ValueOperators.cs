using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Telegram.Webhooks.Runtime.Mutants.Operators;

/// <summary>Other literals, signs and steps the other way, and methods replaced by their opposite.</summary>
internal static class ValueOperators
{
    private static readonly Dictionary<string, string> Opposites = Both(
        ("First", "Last"), ("FirstOrDefault", "LastOrDefault"), ("Any", "All"), ("Min", "Max"), ("MinBy", "MaxBy"),
        ("Skip", "Take"),
        ("OrderBy", "OrderByDescending"), ("StartsWith", "EndsWith"), ("TrimStart", "TrimEnd"),
        ("IndexOf", "LastIndexOf"), ("Union", "Intersect"));

    public static IEnumerable<Mutation> For(ExpressionSyntax expression, SemanticModel model) => expression switch
    {
        LiteralExpressionSyntax literal => Literal(literal, model),
        PrefixUnaryExpressionSyntax prefix => Prefix(prefix),
        PostfixUnaryExpressionSyntax postfix when Opposite(postfix.Kind()) is { } kind
            && IsValue(postfix) => [Code.Instead(PostfixUnaryExpression(kind, postfix.Operand))],
        InvocationExpressionSyntax call when !Code.Declares(call) => Opposite(call) is { } other ? [Code.Instead(other)] : [],
        // What comes after ?. means nothing without what stands before it, so both are replaced.
        ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax } call } access
            when !Code.Declares(access) => Opposite(call, isAfterNull: true) is { } other ? [Code.Instead(access.WithWhenNotNull(other))] : [],
        _ => [],
    };

    /// <summary><c>x += y</c> as <c>x -= y</c>, <c>x++</c> as <c>x--</c>; null where there is no such.</summary>
    public static ExpressionSyntax? Reversed(ExpressionSyntax statement, SemanticModel model) => statement switch
    {
        AssignmentExpressionSyntax assignment when IsNumber(assignment.Left, model)
            && Opposite(assignment.Kind()) is { } kind
            => AssignmentExpression(kind, assignment.Left, assignment.Right),
        PostfixUnaryExpressionSyntax postfix when Opposite(postfix.Kind()) is { } kind => PostfixUnaryExpression(
            kind, postfix.Operand),
        PrefixUnaryExpressionSyntax prefix when Opposite(prefix.Kind()) is { } kind => PrefixUnaryExpression(
            kind, prefix.Operand),
        _ => null,
    };

    private static IEnumerable<Mutation> Literal(LiteralExpressionSyntax literal, SemanticModel model)
    {
        switch (literal.Kind())
        {
            case SyntaxKind.TrueLiteralExpression:
                yield return Code.Instead(LiteralExpression(SyntaxKind.FalseLiteralExpression));
                break;
            case SyntaxKind.FalseLiteralExpression:
                yield return Code.Instead(LiteralExpression(SyntaxKind.TrueLiteralExpression));
                break;
            case SyntaxKind.NumericLiteralExpression:
                if (Another(literal.Token.Value) is { } text && model.GetTypeInfo(literal).ConvertedType is { } type)
                {
                    var cast = ParseTypeName(type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat));
                    yield return new(text,
                        (isOn, original) => CastExpression(cast, Code.Choose(isOn, ParseExpression(text), original)));
                }

                break;
            // Texts for people have spaces; keys, names and marks have none.
            case SyntaxKind.StringLiteralExpression when literal.Token.ValueText is { Length: > 0 } value && !value.Contains(' ', StringComparison.Ordinal):
                yield return Code.Instead(
                    LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal("")));
                break;
            case SyntaxKind.Utf8StringLiteralExpression when literal.Token.ValueText.Length > 0:
                yield return Code.Instead(ParseExpression("\"\"u8"));
                break;
        }
    }

    private static string? Another(object? value) => value switch
    {
        1 => "0",
        1L => "0L",
        int i and < int.MaxValue => (i + 1).ToString(CultureInfo.InvariantCulture),
        long l and < long.MaxValue => (l + 1).ToString(CultureInfo.InvariantCulture) + "L",
        uint i and < uint.MaxValue => (i + 1).ToString(CultureInfo.InvariantCulture) + "U",
        double d => (d + 1).ToString("R", CultureInfo.InvariantCulture) + "d",
        _ => null,
    };

    private static IEnumerable<Mutation> Prefix(PrefixUnaryExpressionSyntax prefix) => prefix.Kind() switch
    {
        SyntaxKind.LogicalNotExpression when !Code.IsCondition(prefix)
            && !Code.Declares(prefix) => [Code.Instead(prefix.Operand)],
        SyntaxKind.UnaryMinusExpression => [Code.Instead(PrefixUnaryExpression(SyntaxKind.UnaryPlusExpression, prefix.Operand))],
        SyntaxKind.BitwiseNotExpression => [Code.Instead(prefix.Operand)],
        var kind when Opposite(kind) is { } other && IsValue(prefix) => [Code.Instead(PrefixUnaryExpression(other, prefix.Operand))],
        _ => [],
    };

    private static InvocationExpressionSyntax? Opposite(InvocationExpressionSyntax call, bool isAfterNull = false)
    {
        if (IsBound(call) != isAfterNull || Code.NameOf(call) is not { } name
            || !Opposites.TryGetValue(name.Identifier.Text, out var other))
            return null;
        SimpleNameSyntax replaced = name is GenericNameSyntax generic
            ? generic.WithIdentifier(Identifier(other))
            : IdentifierName(other);
        return call.ReplaceNode(name, replaced);
    }

    /// <summary>
    /// Whether it begins with what a <c>?.</c> before it gives: <c>.name(…)</c>, <c>.other.name(…)</c>,
    /// <c>[0].name(…)</c>.
    /// </summary>
    private static bool IsBound(ExpressionSyntax expression) => expression switch
    {
        MemberBindingExpressionSyntax or ElementBindingExpressionSyntax => true,
        InvocationExpressionSyntax call => IsBound(call.Expression),
        MemberAccessExpressionSyntax access => IsBound(access.Expression),
        ElementAccessExpressionSyntax access => IsBound(access.Expression),
        PostfixUnaryExpressionSyntax postfix => IsBound(postfix.Operand),
        _ => false,
    };

    private static bool IsValue(ExpressionSyntax step) =>
        step.Parent is not (ExpressionStatementSyntax or ForStatementSyntax);

    private static bool IsNumber(ExpressionSyntax expression, SemanticModel model) =>
        model.GetTypeInfo(expression).Type is { SpecialType: not (SpecialType.System_String or SpecialType.System_Object), TypeKind: TypeKind.Struct };

    private static SyntaxKind? Opposite(SyntaxKind kind) => kind switch
    {
        SyntaxKind.PostIncrementExpression => SyntaxKind.PostDecrementExpression,
        SyntaxKind.PostDecrementExpression => SyntaxKind.PostIncrementExpression,
        SyntaxKind.PreIncrementExpression => SyntaxKind.PreDecrementExpression,
        SyntaxKind.PreDecrementExpression => SyntaxKind.PreIncrementExpression,
        SyntaxKind.AddAssignmentExpression => SyntaxKind.SubtractAssignmentExpression,
        SyntaxKind.SubtractAssignmentExpression => SyntaxKind.AddAssignmentExpression,
        SyntaxKind.MultiplyAssignmentExpression => SyntaxKind.DivideAssignmentExpression,
        SyntaxKind.DivideAssignmentExpression => SyntaxKind.MultiplyAssignmentExpression,
        SyntaxKind.OrAssignmentExpression => SyntaxKind.AndAssignmentExpression,
        SyntaxKind.AndAssignmentExpression => SyntaxKind.OrAssignmentExpression,
        _ => null,
    };

    private static Dictionary<string, string> Both(params (string One, string Other)[] pairs) =>
        pairs.SelectMany(p => new[] { p, (One: p.Other, Other: p.One) }).ToDictionary(p => p.One, p => p.Other);
}
