using System.Runtime.InteropServices;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Methods;

if (args is ["--methods"])
{
    Console.Write(MethodTable.ToMarkdown(BotApiService.SharedSchema));
    return 0;
}
if (CommandLine.Read(args, out var problem) is not { } options)
{
    Console.Error.WriteLine(problem);
    return 2;
}
TelegramSandbox started;
try
{
    started = await TelegramSandbox.Start(options);
}
catch (Exception error) when (error is IOException or ArgumentException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
await using var telegram = started;
telegram.User("Ada", username: "ada");
Console.WriteLine($"Base URL  {telegram.BaseUrl}");
Console.WriteLine($"Token     {telegram.Token}");
Console.WriteLine($"Page      {telegram.PageUrl}");
Console.WriteLine("Ctrl+C stops.");

var stop = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
await stop.Task;
return 0;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.TrySetResult();
}
