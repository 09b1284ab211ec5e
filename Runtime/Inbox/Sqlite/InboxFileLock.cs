using System.Globalization;
using System.Text;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// The ownership of an inbox file, by a lock on a file beside it. The system lets go of it when the process ends, however it ends. SQLite's
/// own exclusive mode would do too, but then nobody could look into the file while the bot runs.
/// </summary>
internal sealed class InboxFileLock : IDisposable
{
    private readonly FileStream _file;

    private InboxFileLock(FileStream file) => _file = file;

    /// <exception cref="InboxException">Somebody else owns the file, or it cannot be locked.</exception>
    public static InboxFileLock Take(string path)
    {
        var lockPath = path + ".lock";
        try
        {
            var file = PrivateFiles.Open(lockPath, FileShare.None);
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return new InboxFileLock(file);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new InboxException($"The inbox '{path}' cannot be locked: {error.Message} Check that its directory belongs to the account the bot runs as.", error);
        }
        catch (IOException error)
        {
            throw new InboxException(
                $"The inbox '{path}' is in use by {OwnerOf(lockPath)}. One process owns an inbox file. Stop that one, give this server a file of its own "
                + "(UpdateInbox.Sqlite(path)), or keep nothing here (UpdateInbox.None); several instances of a bot need an inbox they can share.", error);
        }
    }

    public void Dispose() => _file.Dispose();

    private static string OwnerOf(string lockPath)
    {
        try
        {
            using var file = new FileStream(lockPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            var id = reader.ReadToEnd();
            if (id.Length == 0) return "another server";
            return id == Environment.ProcessId.ToString(CultureInfo.InvariantCulture) ? "another server in this process" : $"process {id}";
        }
        catch (IOException)
        {
            // Where locks are mandatory the owner cannot be read; the message is as good without its number.
            return "another process";
        }
    }
}
