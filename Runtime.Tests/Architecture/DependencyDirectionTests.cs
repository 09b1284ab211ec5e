using System.Text.RegularExpressions;

namespace Telegram.Webhooks.Runtime.Tests.Architecture;

/// <summary>Reads Runtime's source: which folder declares a type, and which folders name it.</summary>
public partial class DependencyDirectionTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        // A leaf that everybody may use, and that knows of nobody.
        ["Telemetry"] = [],
        ["BotApi"] = [],
        ["Tls"] = [],
        ["Updates"] = ["BotApi"],
        ["Inbox"] = ["BotApi", "Updates"],
        ["Delivery"] = ["BotApi", "Updates", "Inbox"],
        ["Polling"] = ["BotApi", "Updates", "Inbox", "Delivery"],
        ["Diagnosis"] = ["BotApi", "Updates", "Tls", "Inbox"],
        ["Webhooks"] = ["BotApi", "Updates", "Inbox", "Delivery", "Tls", "Diagnosis"],
        ["Hosting"] = ["BotApi", "Updates", "Inbox", "Delivery", "Tls", "Diagnosis", "Webhooks", "Polling"],
    };

    [Test]
    public void Folders_of_Runtime_depend_one_way_only()
    {
        var runtime = Path.Combine(RepositoryFiles.Root, "Runtime");
        var sources = RepositoryFiles.HandWritten("Runtime")
            .Select(file => (File: Path.GetRelativePath(runtime, file), Text: Comments().Replace(File.ReadAllText(file), "")))
            .ToList();
        Assert.That(sources.Select(s => FolderOf(s.File)).Distinct(), Is.SubsetOf(Allowed.Keys), "every folder has its place in the order");

        var declaredIn = sources
            .SelectMany(s => Declarations().Matches(s.Text).Select(m => (Type: m.Groups["name"].Value, Folder: FolderOf(s.File))))
            .GroupBy(d => d.Type)
            .Where(group => group.Select(d => d.Folder).Distinct().Count() == 1)
            .ToDictionary(group => group.Key, group => group.First().Folder);
        Assert.That(declaredIn, Has.Count.GreaterThan(20), "the declarations were found");

        var wrong = sources
            .SelectMany(s => Words().Matches(s.Text).Select(m => m.Value).Distinct()
                .Where(declaredIn.ContainsKey)
                .Select(word => (From: FolderOf(s.File), To: declaredIn[word], s.File, Type: word)))
            .Where(use => use.From != use.To && use.To != "Telemetry" && !Allowed[use.From].Contains(use.To))
            .Select(use => $"{use.File} uses {use.Type}, which {use.To} declares");
        Assert.That(wrong, Is.Empty);
    }

    private static string FolderOf(string file) => file.Split(Path.DirectorySeparatorChar)[0];

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/|""(?:[^""\\\n]|\\.)*""", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record|delegate\s+[\w<>?]+)\s+(?!class\b|struct\b)(?<name>[A-Z]\w+)")]
    private static partial Regex Declarations();

    // A member of a variable (error.Message) is no type, whatever it is called.
    [GeneratedRegex(@"(?<!\b[a-z_]\w*[?!]?\.)\b[A-Z]\w+\b")]
    private static partial Regex Words();
}
