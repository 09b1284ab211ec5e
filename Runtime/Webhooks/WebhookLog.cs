using System.Net;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>What the webhook side logs; event ids 5000 to 5999, stable.</summary>
internal static partial class WebhookLog
{
    /// <summary>The category of these events.</summary>
    public const string Category = "Telegram.Webhooks.Runtime.Webhooks";

    [LoggerMessage(5000, LogLevel.Information, "Listening for updates on {Url}")]
    public static partial void Listening(ILogger logger, string url);

    [LoggerMessage(5001, LogLevel.Warning, "No secret token is set, so updates are accepted from any sender on {Url}. Set {Options}.SecretToken (and give the same to setWebhook) to accept Telegram's only.")]
    public static partial void NoSecretToken(ILogger logger, string url, string options);

    [LoggerMessage(5002, LogLevel.Information, "Telegram now sends the updates to {Url}")]
    public static partial void Registered(ILogger logger, string url);

    [LoggerMessage(5003, LogLevel.Warning, "{Warning}")]
    public static partial void PreflightWarning(ILogger logger, string warning);

    [LoggerMessage(5004, LogLevel.Warning, "Something opened during a failed start could not be closed: {Resource}")]
    public static partial void UndoFailed(ILogger logger, string resource, Exception exception);

    [LoggerMessage(5005, LogLevel.Warning, "The webhook's state at Telegram could not be read: {Reason}")]
    public static partial void WebhookInfoUnreadable(ILogger logger, string reason);

    [LoggerMessage(5006, LogLevel.Information, "Stopping: new updates are refused, running handlers have {Timeout} to finish")]
    public static partial void Draining(ILogger logger, TimeSpan timeout);

    [LoggerMessage(5008, LogLevel.Information, "Stopped")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(5009, LogLevel.Critical, "The webhook on {Path} cannot be served; its updates are answered 503 until the app is started again")]
    public static partial void RouteUnusable(ILogger logger, string path, Exception exception);

    [LoggerMessage(5013, LogLevel.Error, "The webhook on {Path} could not be closed cleanly; what was not finished comes again at the next start")]
    public static partial void RouteNotClosed(ILogger logger, string path, Exception exception);

    [LoggerMessage(5010, LogLevel.Warning, "{Count} {Noun} refused. Why: {Reasons}. From: {Senders}")]
    public static partial void RefusedInAMinute(
        ILogger logger, long count, string noun, string reasons, string senders);

    [LoggerMessage(5020, LogLevel.Debug, "A request from {Remote} was refused: {Reason}")]
    public static partial void Refused(ILogger logger, IPAddress? remote, RefusalReason reason);

    // The server's own words may quote the request. Telegram writes an HTTP error to the server when it cannot read an
    // answer, so this is no attack.
    [LoggerMessage(5011, LogLevel.Debug, "A malformed request was answered {StatusCode}")]
    public static partial void BadRequest(ILogger logger, int statusCode);

    [LoggerMessage(5019, LogLevel.Debug, "A connection was closed on which no request came")]
    public static partial void Silent(ILogger logger);

    [LoggerMessage(5014, LogLevel.Warning, "Handlers did not finish within {Timeout}; cancelling them. What was not acknowledged Telegram sends again.")]
    public static partial void DrainTimeOver(ILogger logger, TimeSpan timeout);

    [LoggerMessage(5015, LogLevel.Warning, "Handlers did not react to being cancelled within {Grace} and are left behind.")]
    public static partial void LeftBehind(ILogger logger, TimeSpan grace);

    [LoggerMessage(5016, LogLevel.Error, "The webhook server could not be closed cleanly; what was not finished comes again at the next start")]
    public static partial void NotClosed(ILogger logger, Exception exception);

    [LoggerMessage(5017, LogLevel.Warning, "The start was cancelled after Telegram had been told: the webhook {Url} stays registered, and Telegram keeps its updates for up to 24 hours")]
    public static partial void StaysRegistered(ILogger logger, string url);

    [LoggerMessage(5018, LogLevel.Warning, "The inbox is named after port {Port}, which was any free one: the next start gets another, and does not find what this one leaves. Name the inbox (UpdateInbox.Sqlite(path)) to keep it")]
    public static partial void InboxOfAnyPort(ILogger logger, int port);

    [LoggerMessage(5021, LogLevel.Warning, "The app does not wait for the handlers of {Path} when it stops; what they did not finish is handled again at the next start. Call builder.Services.AddTelegramWebhooks() to have it wait")]
    public static partial void DrainIsNotAwaited(ILogger logger, string path);

    [LoggerMessage(5022, LogLevel.Warning,
        "The path of the route {Path} contains a bot token. The app's own log of requests, its spans and every proxy on the way show "
        + "paths. Give it another path: the secret token is what proves that Telegram sends")]
    public static partial void TokenInPath(ILogger logger, string path);

    [LoggerMessage(5023, LogLevel.Information, "The certificate that was uploaded to Telegram has changed: the new one is registered")]
    public static partial void UploadRenewed(ILogger logger);

    [LoggerMessage(5012, LogLevel.Debug, "A client closed its connection before it was answered")]
    public static partial void ClientGone(ILogger logger);
}
