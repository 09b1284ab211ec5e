namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// The ownership of an inbox file, by a lock on a file beside it. The system lets go of it when the process ends,
/// however it ends. SQLite's own exclusive mode would do too, but then nobody could look into the file while the bot
/// runs.
/// </summary>
internal sealed class InboxFileLock : IDisposable
{
    private readonly FileStream _file;

    private InboxFileLock(FileStream file) => _file = file;

    /// <exception cref="InboxException">Somebody else owns the file, or it cannot be locked.</exception>
    public static InboxFileLock Take(string path)
    {
        try
        {
            return new InboxFileLock(PrivateFiles.Open(path + ".lock", FileShare.None));
        }
        catch (UnauthorizedAccessException error)
        {
            throw new InboxException($"The inbox '{path}' cannot be locked: {error.Message} Check that its directory belongs to the account the bot runs as.", error);
        }
        catch (IOException error)
        {
            throw new InboxException(
                $"The inbox '{path}' is in use by another process, or by another server in this one. One process owns an inbox file. Stop that one, give this server a file of its own "
                + "(UpdateInbox.Sqlite(path)), or keep nothing here (UpdateInbox.None); several instances of a bot need an inbox they can share.", error);
        }
    }

    public void Dispose() => _file.Dispose();
}
