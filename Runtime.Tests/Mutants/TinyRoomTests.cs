using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Telegram.Webhooks.Runtime.Mutants;
using Telegram.Webhooks.Runtime.Mutants.Build;
using Telegram.Webhooks.Runtime.Mutants.Run;

namespace Telegram.Webhooks.Runtime.Tests.Mutants;

/// <summary>
/// A few lines of code whose mutants are known, tests of them that miss some, and the whole way from one to the other.
/// </summary>
public class TinyRoomTests
{
    private const string Room = """
        using System.Linq;

        namespace Tiny;

        public static class Room
        {
            private const int Adult = 18;

            public static int Least(int one, int other) => one < other ? one : other;

            public static bool IsAdult(int age) => age >= Adult;

            public static int LengthOf(object text) => text is string s ? s.Length : 0;

            public static int Down(int left)
            {
                while (left > 0)
                    left -= 1;
                return left;
            }

            public static int Next(int number) => number + 1;

            public static int? Largest(int[]? numbers) => numbers?.Max();

            public static int? Sorted(int[]? numbers) => numbers?.Order().First();
        }
        """;

    private const string RoomTests = """
        using NUnit.Framework;

        namespace Tiny.Tests;

        public class RoomTests
        {
            [Test] public void Least() => Assert.That(new[] { Room.Least(1, 2), Room.Least(4, 3) }, Is.EqualTo(new[] { 1, 3 }));
            [Test] public void IsAdult() => Assert.That(new[] { Room.IsAdult(30), Room.IsAdult(5) }, Is.EqualTo(new[] { true, false }));
            [Test] public void LengthOf() => Assert.That(new[] { Room.LengthOf("four"), Room.LengthOf(4) }, Is.EqualTo(new[] { 4, 0 }));
            [Test] public void Down() => Assert.That(Room.Down(3), Is.Zero);
            [Test] public void Largest() => Assert.That(Room.Largest([5]), Is.EqualTo(5));
            [Test] public void Fails_anyway() => Assert.That(Room.Next(1), Is.EqualTo(3));
        }
        """;

    private static readonly string[] Expected =
    [
        "Survived Least: public static int Least(int one, int other) => one <= other ? one : other;",
        "Survived Adult: private const int Adult = 19;",
        "Survived IsAdult: public static bool IsAdult(int age) => age > Adult;",
        "Survived Largest: public static int? Largest(int[]? numbers) => numbers?.Min();",
        "Uncovered Next: public static int Next(int number) => number - 1;",
        "Uncovered Next: public static int Next(int number) => number + 0;",
    ];

    private readonly List<string> _log = [];
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("tiny-room").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task What_the_tests_miss_survives_and_what_they_notice_or_what_hangs_does_not()
    {
        var host = Host();
        var room = Compilation("Tiny", Room, []);
        Write(Compilation("Tiny.Tests", RoomTests, [room.ToMetadataReference()]), host.Tests);
        var mutants = MutatedBuild.Write(room, [("Room.cs", room.SyntaxTrees[0])], [], host.Mutated);

        var trial = new Trial(host, workers: 1, _log.Add);
        var tests = await trial.Cover();
        var judgements = await trial.Decide(mutants, tests);

        Assert.That(tests.Select(t => t.Name), Has.Exactly(5).Items.And.None.Contains("Fails_anyway"), "a test that fails without a mutant notices none");
        Assert.That(_log, Has.Some.Contains("Fails_anyway"));
        var left = judgements.Where(j => j.Verdict != Verdict.Killed)
            .Select(j => $"{j.Verdict} {j.Mutant.Member}: {j.Mutant.Now}");
        Assert.That(left, Is.EquivalentTo(Expected));
        Assert.That(judgements.Where(j => j.Because.Contains("still running", StringComparison.Ordinal)).Select(j => j.Mutant.Now), Does.Contain("(removed)"));
        Assert.That(judgements.Where(j => j.Mutant.Member == "LengthOf").Select(j => j.Mutant.Now), Does.Contain(
            "public static int LengthOf(object text) => false ? s.Length : 0;"), "the one that is always true does not compile, and is dropped");
    }

    private TestHost Host() => new(typeof(Mutant).Assembly.Location, Path.Combine(AppContext.BaseDirectory, "Telegram.Webhooks.Runtime.Tests"),
        Path.Combine(_folder, "Tiny.Tests.dll"), Path.Combine(_folder, "Tiny.dll"), ["Tiny.Tests"]);

    private static CSharpCompilation Compilation(string name, string code, IEnumerable<MetadataReference> references) => CSharpCompilation.Create(name,
        [CSharpSyntaxTree.ParseText(code, path: name + ".cs", encoding: System.Text.Encoding.UTF8)],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "nunit.framework.dll" || Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path)).Concat(references),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static void Write(CSharpCompilation compilation, string assembly)
    {
        using var stream = File.Create(assembly);
        Assert.That(compilation.Emit(stream).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error), Is.Empty);
    }
}
