using System.Globalization;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.BotApi.Model;
using Telegram.Webhooks.Runtime.Tests.Delivery.Said.Kill;
using Telegram.Webhooks.Runtime.Tests.EndToEnd;
using Telegram.Webhooks.Runtime.Tests.Inbox.Crash;
using Telegram.Webhooks.Runtime.Tests.PostgreSql.Crash;
using Telegram.Webhooks.Runtime.Tests.Telemetry;

namespace Telegram.Webhooks.Runtime.Tests;

/// <summary>This assembly started as a program: the processes that tests kill and send signals to.</summary>
internal static class TestProgram
{
    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["crash-server", var path]:
                return await CrashServer.Run(path);
            case ["shared-server", var database, var botApi, var token, var address]:
                return await SharedServer.Run(database, botApi, token, address);
            case ["ending-server", var path, var how]:
                return await EndingServer.Run(path, how);
            case ["saying-server", var path, var botApi]:
                return await SayingServer.Run(path, botApi);
            case ["stop-server", var inbox, var patience]:
                return await StopServer.Run(
                    inbox, TimeSpan.FromSeconds(int.Parse(patience, CultureInfo.InvariantCulture)));
            case ["hosted-stop-server", var inbox]:
                return await HostedStopServer.Run(inbox);
            case ["noisy-server"]:
                return await NoisyServer.Run();
            case ["decode-on-small-stack", var shape]:
                return DeepNestingTests.Run(shape);
            case ["telemetry-cost", var listening]:
                return TelemetryCost.Run(listening);
            case ["sandbox"]:
                return await IdleSandbox();
            default:
                await Console.Error.WriteLineAsync("This is the test assembly. 'dotnet test' runs the tests.");
                return 2;
        }
    }

    private static async Task<int> IdleSandbox()
    {
        await using var telegram = await TelegramSandbox.Start();
        Console.WriteLine(telegram.BaseUrl);
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
