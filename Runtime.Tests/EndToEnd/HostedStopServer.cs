using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;

namespace Telegram.Webhooks.Runtime.Tests.EndToEnd;

/// <summary>
/// The app with a webhook route that is told to stop: this assembly started as a program. It prints where it listens
/// and when a handler begins and ends, and a handler waits for a line on standard input. The first SIGHUP it takes for
/// something else.
/// </summary>
internal static class HostedStopServer
{
    public static async Task<int> Run(string inboxPath)
    {
        var line = Task.Run(Console.In.ReadLineAsync);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddTelegramWebhooks();
        await using var app = builder.Build();
        app.MapTelegramWebhook(
            "/hook",
            async (update, cancellationToken) =>
            {
                Console.WriteLine($"begun {update.UpdateId}");
                await line.WaitAsync(cancellationToken);
                Console.WriteLine($"ended {update.UpdateId}");
            },
            options: new WebhookRouteOptions { Inbox = UpdateInbox.Sqlite(inboxPath) });
        await app.StartAsync();
        var hangUps = 0;
        using var own = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            // The app has a use of its own for the first one.
            if (Interlocked.Increment(ref hangUps) > 1) return;
            context.Cancel = true;
            Console.WriteLine("reloaded");
        });
        Console.WriteLine($"Ready at {app.Urls.Single()}/hook");
        await app.WaitForShutdownAsync();
        Console.WriteLine("over");
        return 0;
    }
}
