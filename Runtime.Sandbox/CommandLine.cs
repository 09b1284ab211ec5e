using System.Globalization;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>What the stand-alone program can be told, by arguments or by the environment.</summary>
internal static class CommandLine
{
    private const string Usage = """
        dotnet run --project Runtime.Sandbox -- [--port N] [--token ID:SECRET] [--cloud-rules]
          --port         port on 127.0.0.1, default any free one (SANDBOX_PORT)
          --token        the bot's token, default 4200000001:sandbox-token (SANDBOX_TOKEN)
          --cloud-rules  webhooks must obey the rules of Telegram's own servers (SANDBOX_CLOUD_RULES=1)
          --methods      write the list of methods and stop
        """;

    public static TelegramSandboxOptions? Read(IReadOnlyList<string> arguments, out string problem)
    {
        var defaults = new TelegramSandboxOptions();
        var port = Environment.GetEnvironmentVariable("SANDBOX_PORT") ?? "0";
        var token = Environment.GetEnvironmentVariable("SANDBOX_TOKEN") ?? defaults.Token;
        var cloud = Environment.GetEnvironmentVariable("SANDBOX_CLOUD_RULES") == "1";
        problem = Usage;
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--port" when i + 1 < arguments.Count: port = arguments[++i]; break;
                case "--token" when i + 1 < arguments.Count: token = arguments[++i]; break;
                case "--cloud-rules": cloud = true; break;
                default: return null;
            }
        }
        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 65535)
        {
            problem = $"'{port}' is no port.\n{Usage}";
            return null;
        }
        return new TelegramSandboxOptions { Port = number, Token = token, CloudRules = cloud };
    }
}
