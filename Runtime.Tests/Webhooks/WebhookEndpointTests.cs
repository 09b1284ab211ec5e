using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>How a body is read, and when it is not.</summary>
public sealed class WebhookEndpointTests
{
    [Test]
    public async Task A_webhook_that_stops_refuses_without_reading_the_body()
    {
        using var refusals = new RefusalSummary(NullLogger.Instance, TimeProvider.System);
        await using var intake = new DirectIntake(
            new DeliverySettings
            {
                Receiver = (_, _) => default,
                Options = new DeliveryOptions(),
                BotId = null,
                Errors = new ErrorReporter(null, NullLogger.Instance),
                Time = TimeProvider.System,
                Loggers = NullLoggerFactory.Instance,
            },
            mediaGroupsDebounce: null,
            NullLogger.Instance);
        var endpoint = new WebhookEndpoint(
            new WebhookRequestVerifier(null, null, 4096), new BodyBudget(4096), intake, refusals, NullLogger.Instance);
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(TestServers.Message(1)));
        var context = new DefaultHttpContext { Request = { Method = "POST", ContentType = "application/json", Body = body } };

        endpoint.Drain();
        await endpoint.HandlePost(context);

        Assert.That(context.Response.StatusCode, Is.EqualTo(503));
        Assert.That(context.Response.Headers.RetryAfter.ToString(), Is.EqualTo("1"));
        Assert.That(body.Position, Is.Zero, "Telegram may send it slowly, and the stop would wait for it");
    }

    [Test]
    public async Task A_chunk_that_is_malformed_is_answered_400_while_the_client_still_listens()
    {
        using var log = new RecordingLoggers();
        await using var server = await TestServers.Start((_, _) => default, TestServers.Options(loggers: log));
        using var client = await RawConnection.Open(server.Urls[0]);

        await client.Send(client.Head("Transfer-Encoding: chunked\r\n") + "xyz\r\n");

        Assert.That(await client.ReadHead(), Does.StartWith("HTTP/1.1 400 "));
    }

    [Test]
    public async Task A_body_over_the_limit_of_the_app_s_own_server_counts_as_refused()
    {
        using var log = new RecordingLoggers();
        var received = new ConcurrentQueue<Types.Update>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton<ILoggerFactory>(log).AddTelegramWebhooks();
        builder.WebHost.UseUrls("http://127.0.0.1:0")
            .ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 1000);
        await using var app = builder.Build();
        app.MapTelegramWebhook("/hook", (update, _) => { received.Enqueue(update); return default; }, options: new WebhookRouteOptions
        {
            Inbox = UpdateInbox.None,
            SecretToken = TestServers.Secret,
        });
        await app.StartAsync();
        var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/hook";
        using var client = TestServers.Client();

        using var small = await client.SendAsync(TestServers.Post(url, TestServers.Message(1)));
        using var large = await client.SendAsync(TestServers.Post(url, TestServers.Message(2, new string('x', 2000))));

        Assert.That((small.StatusCode, large.StatusCode),
            Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.RequestEntityTooLarge)));
        Assert.That(received.Select(update => update.UpdateId), Is.EqualTo(new[] { 1L }));
        Assert.That(log.Lines, Has.One.Matches<string>(line => line!.StartsWith("Warning 5010", StringComparison.Ordinal)
            && line.Contains("body over MaxBodyBytes (413)", StringComparison.Ordinal)));
    }

    [Test]
    public async Task What_a_client_may_send_ahead_and_how_slowly_is_bounded()
    {
        KestrelServerOptions kestrel = null!;
        var options = TestServers.Options();
        options.ConfigureKestrel = given => kestrel = given;

        await using var server = await TestServers.Start((_, _) => default, options);

        var (limits, transport) = (kestrel.Limits,
            kestrel.ApplicationServices.GetRequiredService<IOptions<SocketTransportOptions>>().Value);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((transport.MaxReadBufferSize, limits.MaxRequestBufferSize),
                Is.EqualTo(((long?)65_536, (long?)65_536)), "before TLS and behind it");
            Assert.That(
                (limits.Http2.InitialConnectionWindowSize, limits.Http2.InitialStreamWindowSize),
                Is.EqualTo((65_536, 65_536)),
                "what a refused request over HTTP/2 leaves unread as long as its answer is not read");
            Assert.That(limits.MaxRequestBodySize, Is.Null, "the endpoint counts itself");
            Assert.That((limits.RequestHeadersTimeout.TotalSeconds, limits.KeepAliveTimeout.TotalSeconds),
                Is.EqualTo((15d, 90d)));
            Assert.That(limits.MinRequestBodyDataRate!.BytesPerSecond, Is.EqualTo(240));
            Assert.That(limits.MinRequestBodyDataRate.GracePeriod, Is.EqualTo(TimeSpan.FromSeconds(5)));
        }
    }
}
