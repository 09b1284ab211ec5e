using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using NUnit.Framework;
using Telegram.Webhooks.Runtime.Sandbox;

/// <summary>The app on a local Telegram: no token, no internet.</summary>
public sealed class BotAppTests
{
    private TelegramSandbox _telegram = null!;
    private WebApplication _app = null!;
    private int _port;

    [SetUp]
    public async Task Start()
    {
        _telegram = await TelegramSandbox.Start();
        _port = FreePort();
        _app = BotApp.Create(
        [
            $"--PORT={_port}",
            $"--Telegram:Token={_telegram.Token}",
            $"--Telegram:BaseUrl={_telegram.BaseUrl}",
            $"--Telegram:Webhook:Url=http://127.0.0.1:{_port}/telegram",
            "--Telegram:Inbox:InMemory=true",
        ]);
        await _app.StartAsync();
    }

    [TearDown]
    public async Task Stop()
    {
        await _app.DisposeAsync();
        await _telegram.DisposeAsync();
    }

    [Test]
    public async Task It_repeats_what_is_said()
    {
        var ada = _telegram.User("Ada");

        await ada.Says("hi");

        await ada.Hears("You said: hi");
    }

    [Test]
    public async Task It_is_healthy()
    {
        using var client = new HttpClient();

        Assert.That(await client.GetStringAsync($"http://127.0.0.1:{_port}/health"), Is.EqualTo("Healthy"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
