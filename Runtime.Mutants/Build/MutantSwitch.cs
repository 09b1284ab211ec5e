using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Telegram.Webhooks.Runtime.Mutants.Build;

/// <summary>
/// The type that is compiled into the mutated assembly: it turns one mutant on and notes which ones were reached.
/// </summary>
internal static class MutantSwitch
{
    public const string TypeName = "MutantSwitch";

    /// <summary>The number of the mutant that is on; 0 for none.</summary>
    public const string Active = nameof(Active);

    /// <summary>One place a mutant, set to true when its code is reached; null where nothing is noted.</summary>
    public const string Touched = nameof(Touched);

    public const string Source = """
        internal static class MutantSwitch
        {
            public static volatile int Active;
            public static bool[] Touched;

            public static bool IsOn(int mutant)
            {
                var touched = Touched;
                if (touched != null)
                    touched[mutant] = true;
                return Active == mutant;
            }
        }
        """;

    /// <summary>Marks the syntax that belongs to a mutant with its number.</summary>
    public const string Annotation = "mutant";

    public static ExpressionSyntax IsOn(int mutant) => InvocationExpression(
        MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression,
            AliasQualifiedName(IdentifierName(Token(SyntaxKind.GlobalKeyword)), IdentifierName(TypeName)),
            IdentifierName("IsOn")),
        ArgumentList(SingletonSeparatedList(Argument(LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(mutant))))));

    public static SyntaxAnnotation Mark(int mutant) =>
        new(Annotation, mutant.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static int MutantOf(SyntaxAnnotation mark) =>
        int.Parse(mark.Data!, System.Globalization.CultureInfo.InvariantCulture);
}
