using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>Where logs go when a program names no logger factory.</summary>
internal static class DefaultLogging
{
    /// <summary>
    /// The console, one line an event, at level Information; of an exception what it says and where in the user's code
    /// it came from. When nobody reads it, entries are dropped and counted; what is handled does not wait for it. The
    /// caller disposes it, which writes what is not written yet.
    /// </summary>
    public static ILoggerFactory Create() => new OneLineLoggers(LoggerFactory.Create(logging =>
    {
        logging.AddSimpleConsole(console => console.SingleLine = true);
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);
        // A line for each request, which ASP.NET Core writes at Information, would drown what matters.
        logging.AddFilter("Microsoft", LogLevel.Warning);
    }));
}
