using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

public sealed class KestrelLoggingTests
{
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel";

    // Seen on a busy machine, for a client that broke off in the middle of a body.
    [TestCase(Kestrel, LogLevel.Warning, 0, true, "Debug")]
    [TestCase(Kestrel, LogLevel.Warning, 0, false, "Warning")]
    [TestCase(Kestrel, LogLevel.Warning, 13, true, "Warning")]
    [TestCase(Kestrel, LogLevel.Error, 0, true, "Error")]
    [TestCase("Something.Else", LogLevel.Warning, 0, true, "Warning")]
    public void A_client_that_broke_off_left_a_warning_of_Kestrel_about_itself(
        string category, LogLevel level, int id, bool isAboutItself, string expected)
    {
        using var log = new RecordingLoggers();
        using var logging = new KestrelLogging(log);
        Exception cause = isAboutItself
            ? new InvalidOperationException("Reading is already in progress.")
            : new IOException("gone");
        logging.CreateLogger(category).Log(
            level, new EventId(id), "Connection processing ended abnormally.", cause, static (text, _) => text);
        Assert.That(log.Lines.Single(), Does.StartWith(expected + " "));
    }
}
