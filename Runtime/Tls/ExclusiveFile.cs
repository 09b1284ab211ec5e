using System.Runtime.InteropServices;
using System.Text;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// Gives a file its name, whole or not at all and only if nothing has that name yet.
/// <see cref="File.Move(string, string, bool)"/> looks and then renames, so of two processes that do it at once the
/// second replaces what the first has read already. A hard link is made by the file system in one step that fails when
/// the name is taken.
/// </summary>
internal static partial class ExclusiveFile
{
    private const int AlreadyExists = 17;

    /// <summary>Makes a finished file known under a name. It may keep its old name; the caller deletes that.</summary>
    /// <returns>Whether it got the name; false when another file has it.</returns>
    /// <exception cref="IOException">The file system refuses the name.</exception>
    public static bool Publish(string finished, string path)
    {
        // Windows has the exclusive rename.
        if (OperatingSystem.IsWindows())
            return Try(() => File.Move(finished, path, overwrite: false), path);
        if (Link(Native(finished), Native(path)) == 0)
            return true;
        // Some file systems have no links (FAT, some mounts of other machines). What is exclusive there is making the
        // file; a reader that comes between that and the last byte finds it cut off, and says so.
        return Marshal.GetLastPInvokeError() != AlreadyExists && Try(() => CopyExclusively(finished, path), path);
    }

    private static bool Try(Action publish, string path)
    {
        try
        {
            publish();
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static void CopyExclusively(string finished, string path)
    {
        var content = File.ReadAllBytes(finished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    private static byte[] Native(string path) => [.. Encoding.UTF8.GetBytes(path), 0];

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int Link(byte[] existing, byte[] created);
}
