using System.Diagnostics;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>
/// A real disk of a few megabytes, in memory. Linux, and a user who may mount; elsewhere the test that asks for it is
/// skipped and says so.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public SmallDisk(int mebibytes)
    {
        if (Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", Path) is { } refusal)
        {
            _directory.Dispose();
            Assert.Ignore($"Needs a small disk, and mounting one is refused here: {refusal}");
        }
    }

    public string Path => _directory.FullPath;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Leaves so much room.</summary>
    public void FillUpTo(long free)
    {
        var disk = new DriveInfo(Path);
        using var filler = new FileStream(File("filler"), FileMode.Create);
        var block = new byte[64 * 1024];
        while (disk.AvailableFreeSpace > free) filler.Write(block);
    }

    public void Dispose()
    {
        Assert.That(Run("umount", Path), Is.Null);
        _directory.Dispose();
    }

    // What it refused, if it did.
    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : error.Trim();
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return error.Message;
        }
    }
}
