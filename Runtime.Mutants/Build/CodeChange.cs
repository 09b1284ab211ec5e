using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Telegram.Webhooks.Runtime.Mutants.Build;

/// <summary>Describes a mutant by the lines that it changes.</summary>
internal static partial class CodeChange
{
    private const int MaxLength = 170;

    /// <summary>How much of a long line is shown before what differs.</summary>
    private const int LeadLength = 80;

    public static Mutant Describe(int id, string file, SyntaxNode node, string mutated)
    {
        var text = node.SyntaxTree.GetText();
        var first = text.Lines.GetLineFromPosition(node.SpanStart);
        var last = text.Lines.GetLineFromPosition(node.Span.End);
        var before = text.ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(first.Start, node.SpanStart));
        var after = text.ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(node.Span.End, last.End));
        var own = node.ToString();
        var whole = before.Length + after.Length + own.Length <= MaxLength;
        var was = OneLine(whole ? before + own + after : own);
        var now = OneLine(whole ? before + mutated + after : mutated);
        var start = Math.Max(0, was.AsSpan().CommonPrefixLength(now) - LeadLength);
        return new(id, file, MemberOf(node), first.LineNumber + 1, Short(was, start), Short(now, start));
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

    private static string OneLine(string code) => WhiteSpace().Replace(code, " ").Trim();

    /// <summary>
    /// A long line from a place shortly before what differs, so that no two mutants of it read the same.
    /// </summary>
    private static string Short(string line, int start)
    {
        if (line.Length <= MaxLength)
            return line;
        var end = Math.Min(line.Length, start + MaxLength);
        return $"{(start > 0 ? "… " : "")}{line[start..end]}{(end < line.Length ? " …" : "")}";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
