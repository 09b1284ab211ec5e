using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

/// <summary>
/// What only a real connection shows: streaming, and what is known about a request when the connection fails.
/// </summary>
internal sealed class LoopbackTests
{
    private static readonly TimeSpan Guard = RealTime.Patience;

    [Test]
    public async Task The_server_sees_an_upload_while_its_stream_is_still_open()
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        long received = 0;
        await using var server = await Start(async context =>
        {
            var buffer = new byte[64 * 1024];
            while (await context.Request.Body.ReadAsync(buffer) is var count and > 0)
            {
                received += count;
                if (received > 1024 * 1024)
                    seen.TrySetResult();
            }
            await context.Response.WriteAsync("""{"ok":true,"result":true}""");
        });
        using var bot = Bot(server.Urls.First());
        using var source = new GatedStream(free: 4 * 1024 * 1024, total: 48 * 1024 * 1024);

        var call = bot.Execute(new TestRequest("sendDocument", ("document", source.ToInputFile("large.bin"))));
        await seen.Task.WaitAsync(Guard, TimeProvider.System);
        Assert.That(source.IsAtEnd, Is.False, "the rest of the stream is still held back");
        source.Open();

        Assert.That(await call.WaitAsync(Guard, TimeProvider.System), Is.EqualTo("true"));
        Assert.That(received, Is.GreaterThan(48 * 1024 * 1024));
    }

    [Test]
    public async Task A_refused_connection_proves_that_nothing_left()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        using var bot = Bot($"http://127.0.0.1:{port}", maxAttempts: 2);

        var error = (await Assert.ThrowsAsync<BotApiConnectionException>(() => bot.Execute(new TestRequest("sendMessage", ("text", "x")))))!;

        Assert.That(error.MayHaveBeenExecuted, Is.False);
        Assert.That(error.Message, Does.StartWith($"sendMessage at http://127.0.0.1:{port} failed; nothing was sent: "));
    }

    [Test]
    public async Task A_failed_TLS_handshake_proves_that_nothing_left()
    {
        await using var server = await Start(context => context.Response.WriteAsync("not reached"));
        using var bot = Bot(server.Urls.First().Replace("http:", "https:", StringComparison.Ordinal), maxAttempts: 1);

        var error = (await Assert.ThrowsAsync<BotApiConnectionException>(() => bot.Execute(new TestRequest("sendMessage", ("text", "x")))))!;

        Assert.That(error.MayHaveBeenExecuted, Is.False);
    }

    [Test]
    public async Task A_sending_call_that_dies_after_it_was_read_arrives_once()
    {
        var arrived = 0;
        await using var server = await Start(async context =>
        {
            Interlocked.Increment(ref arrived);
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Abort();
        });
        using var bot = Bot(server.Urls.First());

        var error = (await Assert.ThrowsAsync<BotApiConnectionException>(() => bot.Execute(new TestRequest("sendMessage"))))!;

        Assert.That(error.MayHaveBeenExecuted, Is.True);
        Assert.That(arrived, Is.EqualTo(1));
    }

    [Test]
    public async Task A_redirect_is_not_followed()
    {
        var arrived = 0;
        await using var server = await Start(context =>
        {
            Interlocked.Increment(ref arrived);
            context.Response.Redirect("/elsewhere" + context.Request.Path, permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        using var bot = Bot(server.Urls.First());

        var error = (await Assert.ThrowsAsync<BotApiResponseException>(() => bot.Execute(new TestRequest("getMe"))))!;

        Assert.That(error.StatusCode, Is.EqualTo(HttpStatusCode.TemporaryRedirect));
        Assert.That(error.ToString(), Does.Not.Contain("AAplanted"));
        Assert.That(arrived, Is.EqualTo(1));
    }

    [Test]
    public async Task Tracing_does_not_see_the_URL()
    {
        var traced = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => traced.Enqueue(string.Join(' ', activity.TagObjects)),
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = await Start(context => context.Response.WriteAsync("""{"ok":true,"result":true}"""));
        using var bot = Bot(server.Urls.First());
        using var ordinary = new HttpClient();

        await ordinary.GetAsync(new Uri(server.Urls.First() + "/seen"));
        await bot.Execute(new TestRequest("getMe"));

        Assert.That(traced, Has.Some.Contains("/seen"), "tracing is on");
        Assert.That(traced, Has.None.Contains("AAplanted"));
    }

    private static TelegramBot Bot(string baseUrl, int maxAttempts = 5) => new(MockTelegram.Token, new TelegramBotOptions
    {
        BaseUrl = baseUrl,
        Retry = new TelegramBotRetryOptions { MaxAttempts = maxAttempts, InitialBackoff = TimeSpan.FromMilliseconds(1) },
    });

    private static async Task<WebApplication> Start(RequestDelegate handler)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            options.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        app.Run(handler);
        await app.StartAsync();
        return app;
    }

    /// <summary>Gives out some of its content at once and the rest when opened. Cannot seek.</summary>
    private sealed class GatedStream(long free, long total) : ForwardOnlyStream
    {
        private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _given;

        public bool IsAtEnd => _given >= total;

        public void Open() => _gate.TrySetResult();

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_given >= free)
                await _gate.Task.WaitAsync(cancellationToken);
            var count = (int)Math.Min(buffer.Length, total - _given);
            _given += count;
            return count;
        }
    }
}
