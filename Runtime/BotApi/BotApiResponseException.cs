using System.Net;

namespace Telegram.Webhooks.Runtime;

/// <summary>An answer came that is not one of the Bot API, such as a proxy's error page, or that cannot be decoded.</summary>
/// <remarks>Whether the call was executed is not known, except that a 200 whose result cannot be decoded was.</remarks>
public sealed class BotApiResponseException : BotApiException
{
    internal BotApiResponseException(string methodName, HttpStatusCode statusCode, string message, Exception? innerException = null)
        : base(methodName, message, innerException) => StatusCode = statusCode;

    /// <summary>The HTTP status of the answer.</summary>
    public HttpStatusCode StatusCode { get; }
}
