namespace Telegram.Webhooks.Runtime.Sandbox.BotApi;

/// <summary>A call that Telegram refuses: becomes the error envelope.</summary>
internal sealed class ApiError(int code, string description) : Exception(description)
{
    public int Code { get; } = code;

    public string Description { get; } = description;

    public int? RetryAfter { get; init; }

    public long? MigrateToChatId { get; init; }

    public static ApiError BadRequest(string text) => new(400, "Bad Request: " + text);

    public static ApiError Forbidden(string text) => new(403, "Forbidden: " + text);

    public static ApiError Conflict(string text) => new(409, "Conflict: " + text);

    public static ApiError NotFound() => new(404, "Not Found");

    public static ApiError MethodNotFound() => new(404, "Not Found: method not found");

    public static ApiError Unauthorized() => new(401, "Unauthorized");

    public static ApiError TooManyRequests(int seconds) =>
        new(429, $"Too Many Requests: retry after {seconds}") { RetryAfter = seconds };

    /// <summary>For calls to a group that has become a supergroup, which has another id.</summary>
    public static ApiError Upgraded(long supergroup) =>
        new(400, "Bad Request: group chat was upgraded to a supergroup chat") { MigrateToChatId = supergroup };

    public static ApiError NotImplemented(string method) =>
        new(501, $"Not Implemented: the sandbox has no behaviour for {method}; docs/sandbox-methods.md lists what it has");
}
