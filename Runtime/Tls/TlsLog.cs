using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>What the TLS part logs; event ids 2000 and up.</summary>
internal static partial class TlsLog
{
    [LoggerMessage(2001, LogLevel.Information, "Serving TLS with {Name}, valid until {NotAfter:u}")]
    public static partial void Loaded(ILogger logger, string name, DateTimeOffset notAfter);

    [LoggerMessage(2002, LogLevel.Information, "The key files have changed: new connections are served with {Name}, valid until {NotAfter:u}")]
    public static partial void Reloaded(ILogger logger, string name, DateTimeOffset notAfter);

    [LoggerMessage(2003, LogLevel.Warning,
        "The key files have changed but cannot be used, so the old certificate (valid until {NotAfter:u}) stays: {Reason}")]
    public static partial void ReloadFailed(
        ILogger logger, Exception exception, string reason, DateTimeOffset notAfter);

    [LoggerMessage(2004, LogLevel.Warning,
        "The new certificate of {Name} is not the one clients were given to trust. If the old one was uploaded to Telegram, Telegram refuses the new one: call setWebhook with it, or restart the bot")]
    public static partial void UploadedCertificateChanged(ILogger logger, string name);

    [LoggerMessage(2005, LogLevel.Warning, "The certificate of {Name} expires at {NotAfter:u}; Telegram refuses it from then on. Renew it: changed key files are picked up within a minute")]
    public static partial void ExpiresSoon(ILogger logger, string name, DateTimeOffset notAfter);

    [LoggerMessage(2006, LogLevel.Error, "The callback for errors has thrown while it was given one of the certificate")]
    public static partial void CallbackFailed(ILogger logger, Exception exception);

    [LoggerMessage(2007, LogLevel.Information,
        "The key files have changed to {Name}, which Telegram does not know yet: it is registered first, and the old certificate (valid until {NotAfter:u}) is served until then")]
    public static partial void RenewedWaits(ILogger logger, string name, DateTimeOffset notAfter);

    [LoggerMessage(2008, LogLevel.Information, "The renewed certificate of {Name} is registered at Telegram")]
    public static partial void RenewedRegistered(ILogger logger, string name);

    [LoggerMessage(2009, LogLevel.Error,
        "The renewed certificate of {Name} could not be registered at Telegram: the old one (valid until {NotAfter:u}) is served on, and the registration is tried again in a minute")]
    public static partial void RenewedNotRegistered(
        ILogger logger, Exception exception, string name, DateTimeOffset notAfter);

    [LoggerMessage(2011, LogLevel.Error,
        "The renewed certificate of {Name} is registered for some of the bots that share the port, and served; Telegram cannot "
        + "deliver to the others until it is registered for them, which is tried again in a minute")]
    public static partial void RenewedPartlyRegistered(ILogger logger, Exception exception, string name);

    [LoggerMessage(2010, LogLevel.Debug, "The connection {ConnectionId} was closed: its first record is no ClientHello, so it is no client that begins TLS")]
    public static partial void NoClientHello(ILogger logger, string connectionId, Exception exception);
}
