using Spectre.Console;

namespace Telegram.Webhooks.Runtime.Tool;

/// <summary>
/// A token or password: from the environment, else asked for. Never an argument, which the list of processes shows to
/// everybody.
/// </summary>
internal static class Secret
{
    /// <summary>
    /// The variable's value, or what is typed (unseen) or piped in; null when there is nobody to ask.
    /// </summary>
    public static string? Read(string variable, string question)
    {
        if (Setting(variable) is { } set) return set;
        if (Console.IsInputRedirected) return Console.In.ReadLine();
        // The question goes to where errors go: what the command writes may be on its way into a file.
        var screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return screen.Prompt(new TextPrompt<string>(Markup.Escape(question)).Secret().AllowEmpty());
    }

    public static string? Setting(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
