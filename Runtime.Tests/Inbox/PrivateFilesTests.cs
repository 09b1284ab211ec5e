using System.Runtime.Versioning;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>Who may open what an inbox creates.</summary>
public sealed class PrivateFilesTests
{
    private const UnixFileMode ReadAndWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Test]
    public void A_new_directory_was_forgotten_when_the_machine_crashed()
    {
        using var directory = new TemporaryDirectory();
        var synced = new List<string>();

        PrivateFiles.CreateDirectory(directory.File("one/two"), synced.Add);
        Assert.That(synced, Is.EqualTo(new[] { directory.File("one"), directory.FullPath }), "each that got an entry");
        synced.Clear();
        PrivateFiles.CreateDirectory(directory.File("one/two"), synced.Add);
        Assert.That(synced, Is.Empty);
    }

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
