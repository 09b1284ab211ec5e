using System.Text;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// A failure as one line for people: what the log says, the causes that it does not name yet, and where in the user's
/// own code it happened.
/// </summary>
internal static class FailureLine
{
    private const string Frame = "   at ";

    // Whose code a user does not look into.
    private static readonly string[] Others = ["System.", "Microsoft.", "Polly.", "Telegram.Webhooks.Runtime."];

    public static string Of(string text, Exception? failure)
    {
        if (failure is null) return text;
        var line = new StringBuilder(text);
        var causes = new List<Exception>();
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            causes.Add(cause);
            if (!ErrorText.TryMessage(cause, out var message)
                || !line.ToString().Contains(message, StringComparison.Ordinal))
                line.Append(' ').Append(ErrorText.Of(cause));
        }

        causes.Reverse();
        foreach (var cause in causes)
        {
            if (Place(cause) is not { } place) continue;
            var name = line.ToString().Contains(cause.GetType().Name, StringComparison.Ordinal)
                ? ""
                : cause.GetType().Name + " ";
            line.Append(" (").Append(name).Append("at ").Append(place).Append(')');
            break;
        }

        return line.ToString();
    }

    /// <summary>The topmost line of the user's code that it came through; null where there is none.</summary>
    private static string? Place(Exception cause)
    {
        foreach (var frame in (cause.StackTrace ?? "").Split('\n'))
        {
            if (!frame.StartsWith(Frame, StringComparison.Ordinal)) continue;
            var method = frame[Frame.Length..].Trim();
            if (Array.Exists(Others, prefix => method.StartsWith(prefix, StringComparison.Ordinal))) continue;
            return File(method) ?? method;
        }

        return null;
    }

    // "Bot.Handle(Update update) in /home/ada/Bot/Program.cs:line 12" is Program.cs:line 12: the folder says nothing
    // new.
    private static string? File(string method)
    {
        var from = method.LastIndexOf(" in ", StringComparison.Ordinal);
        return from < 0 ? null : method[(method.LastIndexOfAny(['/', '\\']) + 1)..];
    }
}
