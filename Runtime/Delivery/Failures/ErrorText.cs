using Telegram.Webhooks.Runtime.BotApi.Json;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// What an exception says, in one line of bounded length. It is somebody else's code: saying it may throw, and it may
/// quote what a user wrote, as that of <see cref="int.Parse(string)"/> does.
/// </summary>
internal static class ErrorText
{
    /// <summary>Its type and its message.</summary>
    public static string Of(Exception error) => TryMessage(error, out var message)
        ? $"{error.GetType().Name}: {message}"
        : $"{error.GetType().Name}, whose message cannot be read ({message})";

    /// <summary>Its message, or the type of what was thrown instead of it.</summary>
    public static bool TryMessage(Exception error, out string message)
    {
        try
        {
            message = SenderText.Line(error.Message);
            return true;
        }
        catch (Exception inner)
        {
            message = inner.GetType().Name;
            return false;
        }
    }
}
