namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>What an exception says. It is somebody else's code, and saying it may throw.</summary>
internal static class ErrorText
{
    public static string Of(Exception error)
    {
        try
        {
            return $"{error.GetType().Name}: {error.Message}";
        }
        catch (Exception inner)
        {
            return $"{error.GetType().Name}, whose message cannot be read ({inner.GetType().Name})";
        }
    }
}
