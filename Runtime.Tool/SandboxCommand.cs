using System.CommandLine;
using System.Globalization;
using System.Net;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tool;

/// <summary><c>telegram-webhooks sandbox</c>: a local Telegram for people, and for bots in any language.</summary>
internal static class SandboxCommand
{
    private static readonly Option<string> Port = new("--port")
    {
        Description = "The port; 0 for any that is free. (SANDBOX_PORT)",
        DefaultValueFactory = _ => Setting("SANDBOX_PORT") ?? "0",
    };

    private static readonly Option<string> Host = new("--host")
    {
        Description = "The IP address to listen on. 0.0.0.0 is every one of this machine, so that containers reach it. (SANDBOX_HOST)",
        DefaultValueFactory = _ => Setting("SANDBOX_HOST") ?? "127.0.0.1",
    };

    private static readonly Option<string[]> Tokens = new("--token")
    {
        Description = "A bot's token, id:secret; given several times, there are several bots. Any will do, but not a real bot's: it shows in the list of processes. "
            + "(SANDBOX_TOKEN, several separated by blanks)",
        DefaultValueFactory = _ => (Setting("SANDBOX_TOKEN") ?? new TelegramSandboxOptions().Token)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries),
    };

    private static readonly Option<bool> CloudRules = new("--cloud-rules")
    {
        Description = "Apply the rules of Telegram's own servers instead of those of one with --local. (SANDBOX_CLOUD_RULES=1)",
        DefaultValueFactory = _ => Setting("SANDBOX_CLOUD_RULES") == "1",
    };

    private static readonly Option<bool> RealRates = new("--real-rates")
    {
        Description = "Answer 429 to a bot that sends faster than Telegram allows. (SANDBOX_REAL_RATES=1)",
        DefaultValueFactory = _ => Setting("SANDBOX_REAL_RATES") == "1",
    };

    private static readonly Option<bool> Methods = new("--methods") { Description = "Write the list of methods as Markdown, and stop." };

    public static Command Create()
    {
        var command = new Command("sandbox", "Start a local Telegram with a chat page: no token, no internet, no tunnel.") { Port, Host, Tokens, CloudRules, RealRates, Methods };
        Port.Validators.Add(given =>
        {
            if (!IsPort(given.GetValueOrDefault<string>(), out _))
                given.AddError($"'{given.GetValueOrDefault<string>()}' is no port: a port is a number from 0 to 65535.");
        });
        Host.Validators.Add(given =>
        {
            if (!IPAddress.TryParse(given.GetValueOrDefault<string>(), out _))
                given.AddError($"'{given.GetValueOrDefault<string>()}' is no IP address such as 127.0.0.1 or 0.0.0.0.");
        });
        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult given, CancellationToken stop)
    {
        if (given.GetValue(Methods))
        {
            Console.Write(SandboxMethods.ToMarkdown());
            return 0;
        }
        IsPort(given.GetValue(Port)!, out var port);
        var tokens = given.GetValue(Tokens)!;
        try
        {
            await using var telegram = await TelegramSandbox.Start(
                new TelegramSandboxOptions
                {
                    Port = port,
                    Host = IPAddress.Parse(given.GetValue(Host)!),
                    Token = tokens[0],
                    CloudRules = given.GetValue(CloudRules),
                    RealRates = given.GetValue(RealRates),
                },
                stop);
            for (var i = 1; i < tokens.Length; i++)
                telegram.AddBot($"Sandbox Bot {i + 1}", $"sandbox_bot_{i + 1}", tokens[i]);
            telegram.User("Ada", username: "ada");
            Console.WriteLine($"Base URL  {telegram.BaseUrl}");
            foreach (var token in tokens) Console.WriteLine($"Token     {token}");
            Console.WriteLine($"Page      {telegram.PageUrl}");
            Console.WriteLine("Ctrl+C stops.");
            await Stopped(stop);
            return 0;
        }
        catch (Exception error) when (error is IOException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 1;
        }
    }

    private static async Task Stopped(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(stopped.SetResult);
        await stopped.Task;
    }

    private static bool IsPort(string? text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= IPEndPoint.MaxPort;

    private static string? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
