using System.Net;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// An answer came that is not one of the Bot API, such as a proxy's error page, or that cannot be decoded.
/// </summary>
/// <remarks>Whether the call was executed is not known, unless <see cref="WasExecuted"/>.</remarks>
public sealed class BotApiResponseException : BotApiException
{
    internal BotApiResponseException(string methodName, HttpStatusCode statusCode, string message,
        Exception? innerException = null, TimeSpan? retryAfter = null)
        : base(methodName, message, innerException)
    {
        StatusCode = statusCode;
        RetryAfter = retryAfter;
    }

    /// <summary>
    /// Whether the call was executed for certain: Telegram's answer says so, and only its result could not be decoded.
    /// Repeating it does it twice.
    /// </summary>
    public bool WasExecuted { get; internal init; }

    /// <summary>The HTTP status of the answer.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>
    /// For a 429 or 503, how long its <c>Retry-After</c> asks to wait, counted from when it came; null when it has none
    /// that can be read.
    /// </summary>
    public TimeSpan? RetryAfter { get; }
}
