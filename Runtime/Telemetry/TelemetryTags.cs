namespace Telegram.Webhooks.Runtime.Telemetry;

/// <summary>The names of tags: OpenTelemetry's where it has one, else below <c>telegram.</c></summary>
internal static class TelemetryTags
{
    public const string System = "messaging.system";
    public const string SystemName = "telegram";
    public const string Operation = "messaging.operation.name";
    public const string OperationType = "messaging.operation.type";
    public const string MessageId = "messaging.message.id";
    public const string MessageCount = "messaging.batch.message_count";
    public const string ErrorType = "error.type";
    public const string RequestMethod = "http.request.method";
    public const string StatusCode = "http.response.status_code";
    public const string ResendCount = "http.request.resend_count";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string CertificateSubject = "tls.server.subject";

    public const string BotId = "telegram.bot.id";
    public const string InboxName = "telegram.inbox.name";
    public const string Kind = "telegram.update.kind";
    public const string UpdateId = "telegram.update.id";
    public const string AttemptNumber = "telegram.update.attempt";
    public const string InChat = "telegram.chat.id";
    public const string ByUser = "telegram.user.id";
    public const string Outcome = "telegram.outcome";
    public const string Method = "telegram.method";
    public const string Reason = "telegram.refusal.reason";
}
