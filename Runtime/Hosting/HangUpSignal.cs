using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace Telegram.Webhooks.Runtime.Hosting;

/// <summary>
/// SIGHUP, which a terminal that is closed sends, stops an app with bots as SIGTERM does: the host's own lifetime
/// leaves it out, and the process would end at once, with handlers in the middle of their work.
/// </summary>
internal static class HangUpSignal
{
    /// <summary>
    /// Begins to listen, where the lifetime is the one that listens to the other signals; disposing the result ends it.
    /// </summary>
    public static IDisposable? Stops(IHostApplicationLifetime? app, IHostLifetime? lifetime)
    {
        if (app is null || lifetime is not ConsoleLifetime)
            return null;
        return PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            // An app that listens to it as well, since it started, has another use for it.
            if (context.Cancel)
                return;
            context.Cancel = true;
            app.StopApplication();
        });
    }
}
