using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// Parts of albums that an instance refuses come back a moment later, and perhaps to another one: so what is open then
/// stays open for longer, in all instances.
/// </summary>
internal static class AlbumHold
{
    /// <exception cref="InboxUnavailableException">The database cannot be reached.</exception>
    public static Task Begin(InboxParts parts) => !parts.WithAlbums ? Task.CompletedTask : parts.Database.Execute(
        InstanceSql.HoldAlbums,
        command => command.With(parts.Database.Bot).With(parts.Database.TestTime)
            .With(DueTimes.AfterOutage.Microseconds()));
}
