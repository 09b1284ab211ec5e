using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Diagnosis;

/// <summary>docs/doctor.md lists every finding there is, and none that there is not.</summary>
public partial class DoctorPageTests
{
    [Test]
    public void The_page_and_the_code_name_the_same_findings()
    {
        var code = RepositoryFiles.HandWritten(Path.Combine("Runtime", "Diagnosis"))
            .SelectMany(file => Quoted().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value);
        var page = Ticked().Matches(File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "doctor.md")))
            .Select(match => match.Groups[1].Value);

        Assert.That(page.Distinct(), Is.EquivalentTo(code.Distinct()));
    }

    private const string Id = "(?:bot|inbox|polling|telegram|webhook|updates|dns|port|tls|endpoint|delivery|answer|registration)\\.[a-z][a-z0-9-]*";

    [GeneratedRegex("\"(" + Id + ")\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("`(" + Id + ")`")]
    private static partial Regex Ticked();
}
