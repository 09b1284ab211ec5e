using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Telegram.Webhooks.Runtime.Mutants.Build;

/// <summary>
/// Values that are computed once, or by the compiler: a switch that is turned later would not change them. Those of
/// simple types become properties that compute them each time; all others keep their value.
/// </summary>
/// <param name="needed">Names of constants that must stay such, as attributes, patterns and the like use them.</param>
internal sealed class Constants(IReadOnlySet<string> needed)
{
    private static readonly HashSet<string> Simple = ["TimeSpan", "int", "long", "double", "bool", "uint", "byte", "ushort"];

    public static Constants Of(IEnumerable<SyntaxTree> trees) => new(trees
        .SelectMany(tree => tree.GetRoot().DescendantNodes().Where(NeedsConstants))
        .SelectMany(node => node.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)))
        .Select(token => token.Text).ToHashSet(StringComparer.Ordinal));

    /// <summary>Whether it is a value that is computed only once.</summary>
    public static bool IsOne(SyntaxNode node) => node switch
    {
        FieldDeclarationSyntax field => field.Modifiers.Any(m => m.Kind() is SyntaxKind.ConstKeyword or SyntaxKind.StaticKeyword),
        PropertyDeclarationSyntax property => property.Initializer is not null
            && property.Modifiers.Any(SyntaxKind.StaticKeyword),
        _ => false,
    };

    /// <summary>The member computed each time, its value visited; null where it must stay what it is.</summary>
    public MemberDeclarationSyntax? Computed(SyntaxNode node, Func<ExpressionSyntax, ExpressionSyntax> visit) => node switch
    {
        FieldDeclarationSyntax { Declaration: { Variables: [{ Initializer.Value: { } value } variable] } declaration } field
            when Simple.Contains(declaration.Type.ToString()) && !IsSharedField(field)
                && field.Modifiers.Any(m => m.Kind() is SyntaxKind.ConstKeyword or SyntaxKind.ReadOnlyKeyword)
                && !needed.Contains(variable.Identifier.Text)
            => Property(field.Modifiers, declaration.Type, variable.Identifier, visit(value)),
        PropertyDeclarationSyntax { Initializer.Value: { } value, AccessorList.Accessors.Count: 1 } property when Simple.Contains(property.Type.ToString())
            => Property(property.Modifiers, property.Type, property.Identifier, visit(value)),
        _ => null,
    };

    /// <summary>Tests that were compiled against a field would not find it; a constant they hold themselves.</summary>
    private static bool IsSharedField(FieldDeclarationSyntax field) =>
        field.Modifiers.Any(m => m.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword)
        && !field.Modifiers.Any(SyntaxKind.ConstKeyword);

    private static bool NeedsConstants(SyntaxNode node) => node switch
    {
        AttributeListSyntax or PatternSyntax or SwitchLabelSyntax or EnumMemberDeclarationSyntax => true,
        EqualsValueClauseSyntax { Parent: ParameterSyntax } => true,
        // A constant made of another one.
        EqualsValueClauseSyntax { Parent.Parent.Parent: FieldDeclarationSyntax field } => field.Modifiers.Any(SyntaxKind.ConstKeyword),
        LocalDeclarationStatementSyntax local => local.IsConst,
        _ => false,
    };

    private static PropertyDeclarationSyntax Property(
        SyntaxTokenList modifiers, TypeSyntax type, SyntaxToken name, ExpressionSyntax value) =>
        PropertyDeclaration(type.WithoutTrivia(), name.WithoutTrivia())
            .WithModifiers(TokenList(modifiers.Where(m => m.Kind() is not (SyntaxKind.ConstKeyword or SyntaxKind.ReadOnlyKeyword or SyntaxKind.StaticKeyword))
                .Select(m => Token(m.Kind())).Append(Token(SyntaxKind.StaticKeyword))))
            .WithExpressionBody(ArrowExpressionClause(value))
            .WithSemicolonToken(Token(SyntaxKind.SemicolonToken));
}
