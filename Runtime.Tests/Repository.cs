using System.Text.Json;

namespace Telegram.Webhooks.Runtime.Tests;

/// <summary>The files that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The Bot API's pinned schema.</summary>
    public static JsonElement Schema => JsonElement.Parse(File.ReadAllText(PathOf("Runtime/BotApi/Schema/bot-api.json")));

    public static string PathOf(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Telegram.Webhooks.Runtime.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException($"No solution file above {AppContext.BaseDirectory}; these tests run inside a checkout.");
    }
}
