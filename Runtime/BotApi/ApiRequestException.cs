using Telegram.Webhooks.Runtime.BotApi;

namespace Telegram.Webhooks.Runtime;

/// <summary>Telegram received the call and refused it.</summary>
/// <remarks>Source: https://core.telegram.org/bots/api#making-requests</remarks>
public sealed class ApiRequestException : BotApiException
{
    /// <summary>Creates the exception from what Telegram answered. Code under test may throw it too.</summary>
    /// <param name="methodName">The method that was called.</param>
    /// <param name="errorCode">Telegram's <c>error_code</c>.</param>
    /// <param name="description">Telegram's <c>description</c>.</param>
    /// <param name="retryAfter">For a 429, how long Telegram asks to wait.</param>
    /// <param name="migrateToChatId">The supergroup that the group has become.</param>
    public ApiRequestException(
        string methodName, int errorCode, string description, TimeSpan? retryAfter = null, long? migrateToChatId = null)
        : this(methodName, errorCode, description, retryAfter, migrateToChatId, note: null)
    {
    }

    internal ApiRequestException(
        string methodName, int errorCode, string description, TimeSpan? retryAfter, long? migrateToChatId, string? note)
        : base(methodName, $"{methodName} failed: {errorCode} {description}{note}", innerException: null)
    {
        ErrorCode = errorCode;
        Description = description;
        RetryAfter = retryAfter;
        MigrateToChatId = migrateToChatId;
    }

    /// <summary>Telegram's <c>error_code</c>, much like an HTTP status: 400, 401, 403, 429, 500, …</summary>
    public int ErrorCode { get; }

    /// <summary>Telegram's <c>description</c>, such as <c>Bad Request: chat not found</c>.</summary>
    public string Description { get; }

    /// <summary>
    /// What <see cref="Description"/> means, for code to decide by; empty when it is none of the well-known ones.
    /// </summary>
    public ApiErrorReason Reason => ApiErrorReasons.Of(ErrorCode, Description, MigrateToChatId);

    /// <summary>How long Telegram asks to wait before the call is repeated, or null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The supergroup that the group has become, to be used instead from now on, or null.</summary>
    public long? MigrateToChatId { get; }
}
