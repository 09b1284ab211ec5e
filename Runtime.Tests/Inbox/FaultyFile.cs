using System.Runtime.InteropServices;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>
/// A fault below SQLite: the descriptor it has open for a file is made to lead somewhere else, so that the real write
/// and sync calls fail as they do on a broken disk. Linux only. Disposing heals it.
/// </summary>
internal sealed class FaultyFile : IDisposable
{
    private readonly int _descriptor;
    private readonly int _saved;

    private FaultyFile(int descriptor, SafeHandle target)
    {
        _descriptor = descriptor;
        _saved = dup(descriptor);
        Assert.That(dup2((int)target.DangerousGetHandle(), descriptor), Is.EqualTo(descriptor));
    }

    /// <summary>Every write says there is no space left.</summary>
    public static FaultyFile Full(string path)
    {
        // For writing only: read, this device is all zeros, and no disk turns what it holds into zeros by being full.
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        return new FaultyFile(DescriptorOf(path), full.SafeFileHandle);
    }

    /// <summary>Every read and write fails: a pipe has no positions to read or write at.</summary>
    public static FaultyFile Broken(string path)
    {
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);
        return new FaultyFile(DescriptorOf(path), pipe.SafePipeHandle);
    }

    public void Dispose()
    {
        Assert.That(dup2(_saved, _descriptor), Is.EqualTo(_descriptor));
        Assert.That(close(_saved), Is.Zero);
    }

    // The first one: the writing connection opens the file before the reading one does.
    private static int DescriptorOf(string path) => Directory.GetFiles("/proc/self/fd")
        .Where(link => File.ResolveLinkTarget(link, false)?.FullName == path)
        .Select(link => int.Parse(Path.GetFileName(link), System.Globalization.CultureInfo.InvariantCulture)).Min();

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int dup(int descriptor);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int dup2(int descriptor, int replaced);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int close(int descriptor);
}
