using System.Text;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

/// <summary>Downloads that break off in the middle, take long, or are cancelled.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class BrokenDownloadTests : IDisposable
{
    private readonly MockTelegram _telegram = new();
    private readonly MemoryStream _destination = new();

    public void Dispose()
    {
        _telegram.Dispose();
        _destination.Dispose();
    }

    [Test]
    public async Task A_download_that_broke_off_in_the_middle_is_written_anew_from_where_it_began()
    {
        _telegram.AnswersPiecewise(new IOException("Connection reset by peer"), "the co")
            .AnswersPiecewise(null, "the ", "content");
        using var bot = _telegram.Bot();
        await _destination.WriteAsync("before: "u8.ToArray());

        var download = bot.DownloadFile("photos/1.jpg", _destination);
        await _telegram.Time.PassNextWait();
        await download;

        Assert.That(Encoding.UTF8.GetString(_destination.ToArray()), Is.EqualTo("before: the content"));
    }

    [Test]
    public async Task A_download_into_a_stream_that_cannot_seek_is_not_repeated_once_something_was_written()
    {
        _telegram.AnswersPiecewise(new IOException("Connection reset by peer"), "the co");
        using var bot = _telegram.Bot();
        using var oneWay = new WriteOnlyStream();

        var error = await Assert.ThrowsAsync<BotApiConnectionException>(() => bot.DownloadFile("photos/1.jpg", oneWay));

        Assert.That(error!.MayHaveBeenExecuted, Is.True);
        Assert.That(error.Message, Does.Contain("what was written is incomplete"));
        Assert.That(_telegram.Received, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_download_into_a_stream_that_cannot_seek_is_repeated_while_nothing_was_written()
    {
        _telegram.AnswersPiecewise(new IOException("Connection reset by peer")).AnswersPiecewise(null, "the content");
        using var bot = _telegram.Bot();
        using var oneWay = new WriteOnlyStream();

        var download = bot.DownloadFile("photos/1.jpg", oneWay);
        await _telegram.Time.PassNextWait();
        await download;

        Assert.That(oneWay.Written, Is.EqualTo("the content"));
    }

    [Test]
    public async Task The_callers_cancellation_of_a_download_was_not_a_failure_of_the_connection()
    {
        _telegram.AnswersPiecewise(null, "the co", MockTelegram.Silence, "ntent");
        using var bot = _telegram.Bot();
        using var caller = new CancellationTokenSource();

        var download = bot.DownloadFile("photos/1.jpg", _destination, caller.Token);
        await _telegram.Stalled.WaitAsync(RealTime.Patience);
        await caller.CancelAsync();

        Assert.That((await Assert.CatchAsync<OperationCanceledException>(() => download))!.CancellationToken, Is.EqualTo(caller.Token));
        Assert.That(_telegram.Received, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_callers_cancellation_while_an_answer_is_read_was_not_a_failure_of_the_connection()
    {
        _telegram.AnswersPiecewise(null, """{"ok":true,""", MockTelegram.Silence);
        using var bot = _telegram.Bot();
        using var caller = new CancellationTokenSource();

        var call = bot.Execute(new TestRequest("sendMessage"), caller.Token);
        await _telegram.Stalled.WaitAsync(RealTime.Patience);
        await caller.CancelAsync();

        Assert.That((await Assert.CatchAsync<OperationCanceledException>(() => call))!.CancellationToken, Is.EqualTo(caller.Token));
    }

    [Test]
    public async Task A_call_that_is_cancelled_before_it_begins_sends_nothing()
    {
        using var bot = _telegram.Bot();

        await Assert.CatchAsync<OperationCanceledException>(
            () => bot.Execute(new TestRequest("getMe"), new CancellationToken(canceled: true)));
        await Assert.CatchAsync<OperationCanceledException>(
            () => bot.DownloadFile("photos/1.jpg", _destination, new CancellationToken(canceled: true)));

        Assert.That(_telegram.Received, Is.Empty);
    }

    [Test]
    public async Task A_disk_that_is_full_was_a_failure_of_the_connection()
    {
        _telegram.AnswersPiecewise(null, "the content");
        using var bot = _telegram.Bot();
        using var full = new FullStream();

        var error = await Assert.ThrowsAsync<IOException>(() => bot.DownloadFile("photos/1.jpg", full));

        Assert.That(error!.Message, Is.EqualTo("No space left on device"));
        Assert.That(_telegram.Received, Has.Count.EqualTo(1), "downloading it again makes no room");
    }

    [Test]
    public async Task A_file_that_is_there_is_replaced_by_what_is_downloaded_to_its_path()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(path, "an older and longer one");
        _telegram.Answers("""{"ok":true,"result":{"file_id":"AgAD","file_unique_id":"u","file_path":"photos/1.jpg"}}""").Answers("the content");
        using var bot = _telegram.Bot();
        try
        {
            await bot.Download("AgAD", path);

            Assert.That((await File.ReadAllTextAsync(path), File.Exists(path + ".part")),
                Is.EqualTo(("the content", false)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public async Task Of_two_downloads_to_one_path_each_took_away_what_the_other_had_written()
    {
        var folder = Directory.CreateTempSubdirectory();
        var path = Path.Combine(folder.FullName, "1.jpg");
        const string file = """{"ok":true,"result":{"file_id":"AgAD","file_unique_id":"u","file_path":"photos/1.jpg"}}""";
        _telegram.Answers(file).AnswersPiecewise(null, "the", MockTelegram.Silence).Answers(file)
            .Answers("the content");
        using var bot = _telegram.Bot();
        using var stop = new CancellationTokenSource();
        try
        {
            var slow = bot.Download("AgAD", path, stop.Token);
            await _telegram.Stalled.WaitAsync(RealTime.Patience);

            await bot.Download("AgAD", path);
            await stop.CancelAsync();
            await Assert.CatchAsync<OperationCanceledException>(() => slow);

            Assert.That(await File.ReadAllTextAsync(path), Is.EqualTo("the content"));
            Assert.That(folder.GetFiles().Select(left => left.Name), Is.EqualTo(new[] { "1.jpg" }));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public async Task A_download_in_which_no_byte_comes_for_too_long_times_out()
    {
        _telegram.AnswersPiecewise(null, "the co", MockTelegram.Silence);
        using var bot = _telegram.Bot(options => options with { Retry = new TelegramBotRetryOptions { MaxAttempts = 1 } });

        var download = bot.DownloadFile("photos/1.jpg", _destination);
        await _telegram.Stalled.WaitAsync(RealTime.Patience);
        _telegram.Time.Advance(TestClock.AttemptTimeout);

        Assert.That((await Assert.ThrowsAsync<BotApiConnectionException>(() => download))!.Message, Does.Contain("timed out"));
    }

    [Test]
    public async Task A_download_that_takes_long_and_goes_on_does_not_time_out()
    {
        using var slow = new SlowStream(_telegram.Time, TestClock.AttemptTimeout * 0.7);
        _telegram.AnswersPiecewise(null, "a", "b", "c", "d");
        using var bot = _telegram.Bot(options => options with { Retry = new TelegramBotRetryOptions { MaxAttempts = 1 } });

        await bot.DownloadFile("photos/1.jpg", slow);

        Assert.That(Encoding.UTF8.GetString(slow.ToArray()), Is.EqualTo("abcd"));
    }

    [TestCase("https://telegram-proxy.example.org")]
    [TestCase("https://203.0.113.9/telegram")]
    public async Task A_proxy_in_front_of_Telegrams_cloud_could_name_a_file_on_the_bots_disk(string baseUrl)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(path, "a secret");
        using var bot = _telegram.Bot(options => options with { BaseUrl = baseUrl });
        try
        {
            await Assert.ThrowsAsync<ArgumentException>(() => bot.DownloadFile(path, _destination));
        }
        finally
        {
            File.Delete(path);
        }

        Assert.That(_destination.Length, Is.Zero);
        Assert.That(_telegram.Received, Is.Empty);
    }

    private sealed class FullStream : MemoryStream
    {
        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("No space left on device");
    }

    /// <summary>A destination that takes its time.</summary>
    private sealed class SlowStream(TestClock time, TimeSpan takes) : MemoryStream
    {
        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            time.Advance(takes);
            await base.WriteAsync(buffer, cancellationToken);
        }
    }
}
