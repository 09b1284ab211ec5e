using System.Runtime.InteropServices;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>Files and directories that only their owner may open: updates are people's messages.</summary>
internal static class PrivateFiles
{
    /// <summary>Creates the directory if it is missing; one that exists keeps its mode.</summary>
    public static void CreateDirectory(string path) => CreateDirectory(path, SyncDirectory);

    /// <summary>
    /// As <see cref="CreateDirectory(string)"/>, with what makes sure that a directory's entries are on the disk.
    /// </summary>
    internal static void CreateDirectory(string path, Action<string> sync)
    {
        if (Directory.Exists(path)) return;
        var parents = new List<string>();
        for (var parent = Path.GetDirectoryName(path); parent is not null; parent = Path.GetDirectoryName(parent))
        {
            parents.Add(parent);
            if (Directory.Exists(parent)) break;
        }

        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        // Else a crash of the machine may forget the directory, and with it what was acknowledged: SQLite syncs the
        // file's own directory only.
        foreach (var parent in parents) sync(parent);
    }

    private static void SyncDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = OpenDescriptor(path, 0);
        if (descriptor < 0) return;
        _ = Sync(descriptor);
        _ = CloseDescriptor(descriptor);
    }

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenDescriptor(string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int CloseDescriptor(int descriptor);

    /// <summary>Opens the file, creating it if it is missing.</summary>
    public static FileStream Open(string path, FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
