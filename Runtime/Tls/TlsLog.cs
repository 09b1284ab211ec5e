using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>What the TLS part tells the log; event ids 2000 and up.</summary>
internal static partial class TlsLog
{
    [LoggerMessage(2001, LogLevel.Information, "Serving TLS with {Name}, valid until {NotAfter:u}")]
    public static partial void Loaded(ILogger logger, string name, DateTimeOffset notAfter);

    [LoggerMessage(2002, LogLevel.Information, "The key files have changed: new connections are served with {Name}, valid until {NotAfter:u}")]
    public static partial void Reloaded(ILogger logger, string name, DateTimeOffset notAfter);

    [LoggerMessage(2003, LogLevel.Warning,
        "The key files have changed but cannot be used, so the old certificate (valid until {NotAfter:u}) stays: {Reason}")]
    public static partial void ReloadFailed(ILogger logger, Exception exception, string reason, DateTimeOffset notAfter);

    [LoggerMessage(2004, LogLevel.Warning,
        "The new certificate of {Name} is not the one clients were given to trust. If the old one was uploaded to Telegram, Telegram refuses the new one: call setWebhook with it, or restart the bot")]
    public static partial void UploadedCertificateChanged(ILogger logger, string name);

    [LoggerMessage(2005, LogLevel.Warning, "The certificate of {Name} expires at {NotAfter:u}; Telegram refuses it from then on. Renew it: changed key files are picked up within a minute")]
    public static partial void ExpiresSoon(ILogger logger, string name, DateTimeOffset notAfter);

    [LoggerMessage(2006, LogLevel.Error, "The callback that was told of unusable key files has thrown")]
    public static partial void CallbackFailed(ILogger logger, Exception exception);
}
