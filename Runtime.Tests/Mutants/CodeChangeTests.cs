using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Telegram.Webhooks.Runtime.Mutants.Build;

namespace Telegram.Webhooks.Runtime.Tests.Mutants;

public class CodeChangeTests
{
    private static readonly string Far = string.Join(" + ", Enumerable.Repeat("number", 40));

    [Test]
    public void A_change_in_the_midst_of_a_long_line_is_shown()
    {
        var (node, code) = Expression($"{Far} + (1 + 1) + {Far}");

        var mutant = CodeChange.Describe(
            1, "Far.cs", node, code.Replace("(1 + 1)", "(1 - 1)", StringComparison.Ordinal));

        Assert.That(mutant.Was, Does.Contain("number + (1 + 1) + number"));
        Assert.That(mutant.Now, Does.Contain("number + (1 - 1) + number"));
        Assert.That(new[] { mutant.Was, mutant.Now },
            Has.All.StartsWith("… ").And.All.EndsWith(" …").And.All.Length.LessThan(200));
    }

    [Test]
    public void A_change_at_the_end_of_a_long_line_is_shown()
    {
        var (node, code) = Expression($"{Far} + 1");

        var mutant = CodeChange.Describe(1, "Far.cs", node, code[..^1] + "2");

        Assert.That(mutant.Was, Does.StartWith("… ").And.EndWith("number + 1"));
        Assert.That(mutant.Now, Does.StartWith("… ").And.EndWith("number + 2"));
    }

    [Test]
    public void A_line_that_fits_is_shown_whole_with_what_is_around_the_change()
    {
        var (node, _) = Expression("number + 1");

        var mutant = CodeChange.Describe(1, "Far.cs", node, "number - 1");

        Assert.That((mutant.Was, mutant.Now),
            Is.EqualTo(("int Next(int number) => number + 1;", "int Next(int number) => number - 1;")));
    }

    private static (ExpressionSyntax Node, string Code) Expression(string code)
    {
        var tree = CSharpSyntaxTree.ParseText($"class Far\n{{\n    int Next(int number) => {code};\n}}");
        return (tree.GetRoot().DescendantNodes().OfType<ArrowExpressionClauseSyntax>().Single().Expression, code);
    }
}
