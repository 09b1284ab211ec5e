using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

public sealed class ExclusiveFileTests
{
    private const int Threads = 2;
    private const int Rounds = 400;

    private DirectoryInfo _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory();

    [TearDown]
    public void RemoveFolder() => _folder.Delete(recursive: true);

    /// <summary>A move that does not overwrite lets both through in some of these rounds.</summary>
    [Test]
    [CancelAfter(120_000)]
    public void Of_several_that_published_at_once_more_than_one_had_won(CancellationToken cancellationToken)
    {
        var winners = new int[Rounds];
        var arrived = 0;
        var threads = Enumerable.Range(0, Threads).Select(number => Task.Factory.StartNew(
            () =>
            {
                for (var round = 0; round < Rounds; round++)
                {
                    var (mine, path) = (Path.Combine(_folder.FullName, $"{round}-{number}.tmp"),
                        Path.Combine(_folder.FullName, $"{round}.pem"));
                    File.WriteAllText(mine, mine);
                    // They must run on when the last one arrives: one that is woken comes too late.
                    Interlocked.Increment(ref arrived);
                    while (Volatile.Read(ref arrived) < Threads * (round + 1))
                        cancellationToken.ThrowIfCancellationRequested();
                    if (ExclusiveFile.Publish(mine, path))
                        Interlocked.Increment(ref winners[round]);
                }
            },
            cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        Assert.That(async () => await Task.WhenAll(threads), Throws.Nothing);

        Assert.That(winners, Is.All.EqualTo(1));
    }

    [Test]
    public void The_file_that_has_the_name_keeps_its_content()
    {
        var (first, second, path) = (Write("first"), Write("second"), Path.Combine(_folder.FullName, "kept.pem"));

        Assert.That(ExclusiveFile.Publish(first, path), Is.True);
        Assert.That(ExclusiveFile.Publish(second, path), Is.False);
        Assert.That(File.ReadAllText(path), Is.EqualTo("first"));
    }

    [Test]
    public void A_name_that_the_file_system_refuses_is_an_error_and_not_a_lost_race()
    {
        var file = Write("content");

        Assert.That(() => ExclusiveFile.Publish(file, Path.Combine(_folder.FullName, "missing", "kept.pem")), Throws.InstanceOf<IOException>());
        Assert.That(() => ExclusiveFile.Publish(file, Path.Combine(_folder.FullName, new string('k', 300))), Throws.InstanceOf<IOException>());
    }

    private string Write(string content)
    {
        var path = Path.Combine(_folder.FullName, content + ".tmp");
        File.WriteAllText(path, content);
        return path;
    }
}
