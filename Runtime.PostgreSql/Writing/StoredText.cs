using System.Diagnostics.CodeAnalysis;
using System.Text;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// Texts as PostgreSQL takes them: it refuses a zero character and half a surrogate pair, and one of them would refuse
/// a whole batch.
/// </summary>
internal static class StoredText
{
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text)
    {
        if (text is null || text.All(static c => c != '\0' && !char.IsSurrogate(c))) return text;
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', ' ');
    }

    /// <summary>An error, as much of it as is kept.</summary>
    public static string Error(string text) => DeadLetter.Shorten(Of(text));
}
