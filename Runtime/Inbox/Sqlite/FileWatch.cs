namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// Notices that the file was removed, moved or replaced while it is open: SQLite would go on writing into what nobody
/// finds again. Where the system tells what an open file is called now (Linux), another file in its place is noticed
/// too; elsewhere, that there is none.
/// </summary>
internal sealed class FileWatch : IDisposable
{
    private readonly string _path;
    private readonly FileStream? _handle;
    private readonly string? _link;
    private readonly string? _name;

    /// <param name="path">The file; SQLite has not opened it yet, for closing any handle on it gives up SQLite's
    /// locks.</param>
    public FileWatch(string path)
    {
        _path = path;
        if (!OperatingSystem.IsLinux()) return;
        _handle = PrivateFiles.Open(path, FileShare.ReadWrite);
        _link = $"/proc/self/fd/{_handle.SafeFileHandle.DangerousGetHandle()}";
        _name = NameNow();
    }

    public bool IsGone => _name is null ? !File.Exists(_path) : NameNow() != _name;

    /// <summary>Only after SQLite has closed it.</summary>
    public void Dispose() => _handle?.Dispose();

    private string? NameNow()
    {
        try
        {
            return new FileInfo(_link!).LinkTarget;
        }
        catch (IOException)
        {
            // No /proc here.
            return null;
        }
    }
}
