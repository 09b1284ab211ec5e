using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Telegram.Webhooks.Runtime.Tests.Architecture;

/// <summary>
/// Secrets are compared in constant time. No behaviour shows it: a comparison that stops at the first difference gives
/// the same answers, only that it takes longer the more of a guess is right.
/// </summary>
public partial class ConstantTimeTests
{
    /// <summary>Where a secret, or what is derived from one, is compared, and how often.</summary>
    private static readonly Dictionary<string, int> FixedTime = new()
    {
        ["Runtime/Tls/JksFile.cs"] = 1,
        ["Runtime/Tls/JksKeyProtection.cs"] = 1,
        ["Runtime/Tls/Pkcs12Bags.cs"] = 1,
        ["Runtime/Webhooks/WebhookRequestVerifier.cs"] = 1,
    };

    [Test]
    public void Each_comparison_of_a_secret_takes_the_same_time_for_every_guess()
    {
        var counted = Sources().Select(s => (s.File, Count: s.Root.DescendantNodes().OfType<InvocationExpressionSyntax>().Count(call => NameOf(call) == "FixedTimeEquals")))
            .ToDictionary(s => s.File, s => s.Count);

        foreach (var (file, count) in FixedTime)
            Assert.That(counted.GetValueOrDefault(file), Is.GreaterThanOrEqualTo(count),
                $"{file} compares a secret: with CryptographicOperations.FixedTimeEquals");
    }

    [Test]
    public void Nothing_that_is_named_for_a_secret_is_compared_in_the_usual_way()
    {
        var wrong = Sources().SelectMany(s => Leaks(s.Root).Select(leak => $"{s.File}: {leak}"));

        Assert.That(wrong, Is.Empty, "use CryptographicOperations.FixedTimeEquals, or another name if it is no secret");
    }

    [TestCase("secretToken == given", true)]
    [TestCase("given != options.SecretToken", true)]
    [TestCase("string.Equals(password, given, StringComparison.Ordinal)", true)]
    [TestCase("storePassword.Equals(given)", true)]
    [TestCase("mac.AsSpan().SequenceEqual(expected)", true)]
    [TestCase("expected.SequenceEqual(_secretToken)", true)]
    [TestCase("secretToken is null", false)]
    [TestCase("secretToken == null", false)]
    [TestCase("password.Length == 0", false)]
    [TestCase("password == \"\"", false)]
    [TestCase("cancellationToken == other.CancellationToken", false)]
    [TestCase("CryptographicOperations.FixedTimeEquals(secretToken, given)", false)]
    public void The_search_finds_what_it_looks_for(string expression, bool isLeak) =>
        Assert.That(Leaks(SyntaxFactory.ParseExpression(expression)).Any(), Is.EqualTo(isLeak));

    private static IEnumerable<(string File, SyntaxNode Root)> Sources() =>
        from file in RepositoryFiles.HandWritten()
        let name = Path.GetRelativePath(RepositoryFiles.Root, file).Replace('\\', '/')
        where name.StartsWith("Runtime/", StringComparison.Ordinal)
            || name.StartsWith("Runtime.Dashboard/", StringComparison.Ordinal)
        select (name, CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot());

    private static IEnumerable<string> Leaks(SyntaxNode root)
    {
        foreach (var node in root.DescendantNodesAndSelf())
        {
            var compared = node switch
            {
                BinaryExpressionSyntax binary when binary.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression
                    && !binary.Left.IsKind(SyntaxKind.NullLiteralExpression)
                    && !binary.Right.IsKind(SyntaxKind.NullLiteralExpression)
                    && !IsConstant(binary.Left) && !IsConstant(binary.Right) => [binary.Left, binary.Right],
                InvocationExpressionSyntax call when NameOf(call) is "Equals" or "SequenceEqual" or "SequenceCompareTo" or "CompareOrdinal"
                    => call.ArgumentList.Arguments.Select(a => a.Expression).Append((call.Expression as MemberAccessExpressionSyntax)?.Expression!).Where(e => e is not null),
                _ => Enumerable.Empty<ExpressionSyntax>(),
            };
            if (compared.Any(operand => Secret().IsMatch(LastName(operand))))
                yield return node.ToString();
        }
    }

    private static bool IsConstant(ExpressionSyntax expression) => expression is LiteralExpressionSyntax;

    private static string NameOf(InvocationExpressionSyntax call) => LastName(call.Expression);

    /// <summary>The name that says what an expression is; a conversion is what it converts.</summary>
    private static string LastName(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.Text,
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "AsSpan" or "ToArray" or "AsMemory" or "GetOctets" } converted } => LastName(converted.Expression),
        PostfixUnaryExpressionSyntax postfix => LastName(postfix.Operand),
        ParenthesizedExpressionSyntax inner => LastName(inner.Expression),
        _ => "",
    };

    [GeneratedRegex("^_?(?:.*(?:secret|password|secretToken|botToken)|mac|hmac|token)$", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
