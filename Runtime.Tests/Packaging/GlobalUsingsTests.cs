using System.Xml.Linq;
using Telegram.Webhooks.Runtime.Tests.Architecture;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Packaging;

/// <summary>The namespaces that come with the package.</summary>
public sealed class GlobalUsingsTests
{
    // What the SDKs for programs, workers and the web bring by themselves.
    private static readonly string[] Implicit =
    [
        "System", "System.IO", "System.Linq", "System.Collections.Generic", "System.Net.Http", "System.Net.Http.Json",
        "System.Threading", "System.Threading.Tasks",
        "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http",
        "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection",
        "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    [Test]
    public void No_type_of_theirs_makes_a_name_of_the_implicit_usings_ambiguous()
    {
        var namespaces = XDocument.Load(
            Path.Combine(RepositoryFiles.Root, "Runtime", "buildTransitive", "Telegram.Webhooks.Runtime.props"))
            .Descendants("Using").Select(brought => brought.Attribute("Include")!.Value).ToList();
        var ours = typeof(TelegramBot).Assembly.GetExportedTypes().Where(type => namespaces.Contains(type.Namespace!))
            .Select(type => type.Name).ToHashSet();
        var theirs = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is { } name && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
                || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)))
            .SelectMany(path => System.Reflection.Assembly.Load(Path.GetFileNameWithoutExtension(path)).GetExportedTypes())
            .Where(type => Implicit.Contains(type.Namespace)).Select(type => type.Name).ToHashSet();

        Assert.That(ours, Does.Contain(nameof(TelegramBot)).And.Contain(nameof(Update)));
        Assert.That(theirs, Does.Contain(nameof(File)).And.Contain("WebApplication").And.Contain("ILogger"));
        Assert.That(ours.Intersect(theirs), Is.Empty);
    }
}
