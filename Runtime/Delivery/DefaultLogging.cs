using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>Where a bot logs that was told nothing: the console, one line an event.</summary>
internal static class DefaultLogging
{
    /// <summary>A new one; the caller disposes it, which writes what is not written yet.</summary>
    // A line for each request, which ASP.NET Core writes at Information, would drown what matters.
    public static ILoggerFactory Create() => LoggerFactory.Create(logging => logging
        .AddSimpleConsole(console => console.SingleLine = true)
        .AddFilter("Microsoft", LogLevel.Warning));
}
