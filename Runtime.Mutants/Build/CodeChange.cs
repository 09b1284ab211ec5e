using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Telegram.Webhooks.Runtime.Mutants.Build;

/// <summary>Describes a mutant by the lines that it changes.</summary>
internal static partial class CodeChange
{
    private const int MaxLength = 170;

    public static Mutant Describe(int id, string file, SyntaxNode node, string mutated)
    {
        var text = node.SyntaxTree.GetText();
        var first = text.Lines.GetLineFromPosition(node.SpanStart);
        var last = text.Lines.GetLineFromPosition(node.Span.End);
        var before = text.ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(first.Start, node.SpanStart));
        var after = text.ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(node.Span.End, last.End));
        var own = node.ToString();
        var whole = before.Length + after.Length + own.Length <= MaxLength;
        return new(id, file, MemberOf(node), first.LineNumber + 1,
            Short(whole ? before + own + after : own), Short(whole ? before + mutated + after : mutated));
    }

    private static string MemberOf(SyntaxNode node) => node.FirstAncestorOrSelf<MemberDeclarationSyntax>() switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        FieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.Text,
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        OperatorDeclarationSyntax => "operator",
        IndexerDeclarationSyntax => "this",
        _ => "",
    };

    private static string Short(string code)
    {
        var line = WhiteSpace().Replace(code, " ").Trim();
        return line.Length <= MaxLength ? line : $"{line[..120]} … {line[^40..]}";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
