using System.Text.RegularExpressions;

namespace Telegram.Webhooks.Runtime.Tests.Architecture;

/// <summary>Operators filter and alert by event ids, so one id is one event.</summary>
public sealed partial class EventIdTests
{
    [Test]
    public void Two_events_had_the_same_id()
    {
        var ids = new[] { "Runtime", "Runtime.PostgreSql" }
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, project), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => EventId().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .ToArray();

        Assert.That(ids, Is.Not.Empty);
        Assert.That(ids.GroupBy(id => id).Where(group => group.Count() > 1).Select(group => group.Key), Is.Empty);
    }

    [GeneratedRegex(@"\[LoggerMessage\(\s*(\d+)")]
    private static partial Regex EventId();
}
