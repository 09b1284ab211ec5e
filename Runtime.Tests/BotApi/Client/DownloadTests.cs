using System.Text;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class DownloadTests : IDisposable
{
    private readonly MockTelegram _telegram = new();
    private readonly MemoryStream _destination = new();

    public void Dispose()
    {
        _telegram.Dispose();
        _destination.Dispose();
    }

    [TestCase(false, "https://api.telegram.org/file/bot{0}/photos/my%20file.jpg")]
    [TestCase(true, "https://api.telegram.org/file/bot{0}/test/photos/my%20file.jpg")]
    public async Task A_file_is_fetched_by_its_path(bool test, string expected)
    {
        _telegram.Answers("the content", contentType: "application/octet-stream");
        using var bot = _telegram.Bot(options => options with { UseTestEnvironment = test });

        await bot.DownloadFile("photos/my file.jpg", _destination);

        Assert.That(Encoding.UTF8.GetString(_destination.ToArray()), Is.EqualTo("the content"));
        Assert.That(_telegram.Received.Single().Method, Is.EqualTo(HttpMethod.Get));
        Assert.That(_telegram.Received.Single().Url.AbsoluteUri,
            Is.EqualTo(string.Format(null, expected, MockTelegram.Token)));
    }

    [Test]
    public async Task A_file_is_fetched_by_its_id()
    {
        _telegram.Answers("""{"ok":true,"result":{"file_id":"AgAD","file_unique_id":"u","file_path":"photos/1.jpg"}}""").Answers("the content");
        using var bot = _telegram.Bot();

        var file = await bot.DownloadFileById("AgAD", _destination);

        Assert.That(file.FilePath, Is.EqualTo("photos/1.jpg"));
        Assert.That(Encoding.UTF8.GetString(_destination.ToArray()), Is.EqualTo("the content"));
    }

    [Test]
    public async Task A_failed_download_is_repeated()
    {
        _telegram.AnswersError(500, "Internal").Answers("the content");
        using var bot = _telegram.Bot();

        var download = bot.DownloadFile("photos/1.jpg", _destination);
        await _telegram.Time.PassNextWait();
        await download;

        Assert.That(Encoding.UTF8.GetString(_destination.ToArray()), Is.EqualTo("the content"));
    }

    [Test]
    public async Task A_file_that_is_gone_is_a_refusal_and_nothing_is_written()
    {
        _telegram.AnswersError(404, "Not Found");
        using var bot = _telegram.Bot();

        var error = (await Assert.ThrowsAsync<ApiRequestException>(() => bot.DownloadFile("photos/1.jpg", _destination)))!;

        Assert.That(error.MethodName, Is.EqualTo("downloadFile"));
        Assert.That(error.ErrorCode, Is.EqualTo(404));
        Assert.That(_destination.Length, Is.Zero);
    }

    [TestCase("/etc/passwd")]
    [TestCase("photos/../../botX/getMe")]
    public async Task Telegrams_own_server_cannot_name_a_path_outside_the_bots_files(string path)
    {
        using var bot = _telegram.Bot();

        await Assert.ThrowsAsync<ArgumentException>(() => bot.DownloadFile(path, _destination));

        Assert.That(_telegram.Received, Is.Empty);
    }

    [Test]
    public async Task A_local_servers_absolute_path_is_read_from_the_disk()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(path, "from the disk");
        using var bot = _telegram.Bot(options => options with { BaseUrl = "http://localhost:8081" });
        try
        {
            await bot.DownloadFile(path, _destination);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.That(Encoding.UTF8.GetString(_destination.ToArray()), Is.EqualTo("from the disk"));
        var error = (await Assert.ThrowsAsync<FileNotFoundException>(() => bot.DownloadFile(path, _destination)))!;
        Assert.That(error.Message, Does.Contain("--local").And.Contain(path));
        Assert.That(_telegram.Received, Is.Empty);
    }
}
