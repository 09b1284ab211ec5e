namespace Telegram.Webhooks.Runtime.Tests.Architecture;

public class FileSizeTests
{
    private const int MaxLines = 400;

    [Test]
    public void No_hand_written_file_is_longer_than_400_lines()
    {
        var files = RepositoryFiles.HandWritten().ToList();
        var tooLong = files
            .Select(file => (Name: Path.GetRelativePath(RepositoryFiles.Root, file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > MaxLines)
            .Select(file => $"{file.Name}: {file.Lines} lines");
        Assert.That(files, Has.Count.GreaterThan(20), "the walk found the files");
        Assert.That(tooLong, Is.Empty);
    }
}
