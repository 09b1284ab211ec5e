using System.Reflection;
using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox;

/// <summary>docs/wire-conformance.md and the tests' marks say the same, so neither can go stale alone.</summary>
internal sealed partial class WireConformanceTests
{
    private const string NotShown = "not shown: ";

    private static readonly List<Row> Rows = [.. File.ReadAllLines(Path.Combine(RepositoryFiles.Root, "docs", "wire-conformance.md")).Select(Row.Parse).OfType<Row>()];

    private static readonly Dictionary<string, WireAttribute?> Tests = typeof(WireConformanceTests).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods().Where(IsTest).Select(method => (Name: $"{type.Name}.{method.Name}", Mark: method.GetCustomAttribute<WireAttribute>())))
        .DistinctBy(test => test.Name)
        .ToDictionary(test => test.Name, test => test.Mark);

    [Test]
    public void Every_test_named_in_the_list_exists_and_carries_the_facts_number()
    {
        var broken = Rows.SelectMany(row => row.Tests, (row, test) => (row.Number, Test: test))
            .Where(claim => Tests.GetValueOrDefault(claim.Test)?.Facts.Contains(claim.Number) != true)
            .Select(claim => $"{claim.Number}: {claim.Test}");
        Assert.That(Rows, Has.Count.GreaterThan(100), "the list was read");
        Assert.That(broken, Is.Empty);
    }

    [Test]
    public void Every_mark_of_a_test_is_in_the_list()
    {
        var listed = Rows.SelectMany(row => row.Tests, (row, test) => (row.Number, test)).ToHashSet();
        var unlisted = Tests.Where(test => test.Value is not null)
            .SelectMany(test => test.Value!.Facts, (test, fact) => (Fact: fact, Test: test.Key))
            .Where(mark => !listed.Contains((mark.Fact, mark.Test)))
            .Select(mark => $"{mark.Fact}: {mark.Test}");
        Assert.That(unlisted, Is.Empty);
    }

    [Test]
    public void Every_fact_has_a_number_of_its_own_and_either_tests_or_a_reason_for_having_none()
    {
        Assert.That(Rows.Select(row => row.Number), Is.Unique);
        Assert.That(Rows.Where(row => row.Tests.Count == 0 && row.Reason.Length == 0).Select(row => row.Number), Is.Empty);
    }

    private static bool IsTest(MethodInfo method) =>
        method.IsDefined(typeof(TestAttribute)) || method.IsDefined(typeof(TestCaseAttribute))
        || method.IsDefined(typeof(TestCaseSourceAttribute));

    [GeneratedRegex(@"^\| (?<number>\d+\.\d+) \| (?<fact>.+) \| (?<proof>.+) \|$")]
    private static partial Regex RowPattern();

    private sealed record Row(string Number, IReadOnlyList<string> Tests, string Reason)
    {
        public static Row? Parse(string line)
        {
            if (RowPattern().Match(line) is not { Success: true } match) return null;
            var proof = match.Groups["proof"].Value;
            return proof.StartsWith(NotShown, StringComparison.Ordinal)
                ? new Row(match.Groups["number"].Value, [], proof[NotShown.Length..])
                : new Row(match.Groups["number"].Value, [.. proof.Split("<br>").Select(test => test.Trim('`'))], "");
        }
    }
}
