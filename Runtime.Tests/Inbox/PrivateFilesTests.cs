using System.Runtime.Versioning;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>Who may open what an inbox creates.</summary>
public sealed class PrivateFilesTests
{
    private const UnixFileMode ReadAndWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Test]
    [UnsupportedOSPlatform("windows"), Platform(Exclude = "Win", Reason = "Windows has no such modes.")]
    public void A_directory_is_its_owners_to_use_and_nobody_elses()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("one/two");

        PrivateFiles.CreateDirectory(path);
        Assert.That(File.GetUnixFileMode(path), Is.EqualTo(ReadAndWrite | UnixFileMode.UserExecute));
        File.SetUnixFileMode(path, ReadAndWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead);
        PrivateFiles.CreateDirectory(path);
        Assert.That(File.GetUnixFileMode(path), Is.EqualTo(ReadAndWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead), "one that is there keeps its mode");

        using (PrivateFiles.Open(Path.Combine(path, "file"), FileShare.None))
        {
        }

        Assert.That(File.GetUnixFileMode(Path.Combine(path, "file")), Is.EqualTo(ReadAndWrite));
    }
}
