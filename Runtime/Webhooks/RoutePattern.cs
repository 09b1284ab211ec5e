using System.Security.Cryptography;
using System.Text;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>What a route's pattern means for its webhook.</summary>
internal static class RoutePattern
{
    private const int HashBytes = 12;

    /// <summary>Why a route cannot work under a pattern.</summary>
    public static IEnumerable<string> Problems(string? pattern)
    {
        // Braces that are meant as such are written twice.
        var text = pattern?.Replace("{{", "", StringComparison.Ordinal)
            .Replace("}}", "", StringComparison.Ordinal) ?? "";
        if (text.Contains('{', StringComparison.Ordinal) || text.Contains('*', StringComparison.Ordinal))
        {
            yield return "The pattern of a webhook's route must not have parameters: all that comes in under it goes into one inbox, which tells updates apart by their number alone, "
                + "and several bots use the same numbers. Map one route for each bot, each with its own receiver and inbox.";
        }
    }

    /// <summary>The pattern of a path that is meant as it stands.</summary>
    public static string Literal(string path) =>
        "/" + path.Trim('/').Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    /// <summary>
    /// What a default inbox is named after: no two paths that routing tells apart have the same name, and the name
    /// shows nothing of the path, which may be a secret.
    /// </summary>
    public static string InboxName(string path)
    {
        // Routing does not tell paths apart by case, nor by slashes at their ends.
        var normal = path.Trim('/').ToUpperInvariant();
        return normal.Length == 0
            ? "root"
            : "route-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(normal)).AsSpan(0, HashBytes));
    }
}
