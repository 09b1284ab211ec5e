using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Docs;

/// <summary>An album is handled when it is complete, and so later than what came after it.</summary>
public sealed partial class OrderPromiseTests
{
    private const int NearBy = 200;

    private static readonly string[] Promises =
    [
        "README.md", "Runtime/PACKAGE.md", "Runtime/Inbox/UpdateLanes.cs", "Runtime/Webhooks/WebhookBotExtensions.cs",
        "Runtime/Webhooks/WebhookServer.Start.cs", "Runtime/Webhooks/WebhookRouteExtensions.cs", "docs/inbox.md",
        "docs/long-polling.md",
        "docs/moving-from-telegram-bot.md", "docs/reference.md", "docs/several-instances.md", "docs/start.md",
    ];

    [TestCaseSource(nameof(Promises))]
    public void Where_order_is_promised_nothing_was_said_of_albums_which_come_later(string file)
    {
        var text = File.ReadAllText(Path.Combine(RepositoryFiles.Root, file));
        var promises = Promise().Matches(text);
        Assert.That(promises, Is.Not.Empty, "the promise went elsewhere");
        foreach (Match promise in promises)
            Assert.That(text.Substring(promise.Index, Math.Min(NearBy, text.Length - promise.Index)),
                Does.Contain("album"), promise.Value);
    }

    [GeneratedRegex(@"one after\s+another|in order within a chat|chat in order|handled (?:strictly )?in order")]
    private static partial Regex Promise();
}
