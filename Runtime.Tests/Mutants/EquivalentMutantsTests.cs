using Telegram.Webhooks.Runtime.Mutants;
using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Mutants;

public class EquivalentMutantsTests
{
    private static readonly Mutant Boundary = new(7, "Tls/Pem.cs", "Read", 12, "if (a < b)", "if (a <= b)");

    [Test]
    public void An_entry_holds_wherever_the_line_moves_and_for_that_change_only()
    {
        var equivalents = EquivalentMutants.Parse("# Comment\n\n" + EquivalentMutants.Entry(Boundary) + "both end the loop with the same result\n");

        Assert.That(equivalents.Contains(Boundary with { Line = 99, Id = 1 }));
        Assert.That(equivalents.Contains(Boundary with { Member = "Write" }), Is.False);
        Assert.That(equivalents.Contains(Boundary with { Now = "if (true)" }), Is.False);
    }

    [Test]
    public void An_entry_without_a_reason_is_refused() =>
        Assert.That(() => EquivalentMutants.Parse(EquivalentMutants.Entry(Boundary)), Throws.TypeOf<FormatException>());

    [Test]
    public void The_entries_of_the_repository_can_be_read() =>
        Assert.That(() => EquivalentMutants.Parse(File.ReadAllText(Path.Combine(RepositoryFiles.Root, "Runtime.Mutants", "equivalent.txt"))), Throws.Nothing);

    [Test]
    public void A_sample_stays_the_same_when_other_code_changes()
    {
        var mutants = Enumerable.Range(1, 100).Select(i => Boundary with { Id = i, Was = $"line {i}" }).ToList();
        var moved = mutants.Select(m => m with { Id = m.Id + 5, Line = m.Line + 5 });

        var sample = MutantSample.Take(mutants, 10, seed: 1);

        Assert.That(sample, Has.Count.EqualTo(10));
        Assert.That(MutantSample.Take(moved, 10, seed: 1).Select(m => m.Key), Is.EqualTo(sample.Select(m => m.Key)));
        Assert.That(MutantSample.Take(mutants, 10, seed: 2).Select(m => m.Key), Is.Not.EqualTo(sample.Select(m => m.Key)));
    }
}
