using Telegram.Webhooks.Runtime.Mutants;
using Telegram.Webhooks.Runtime.Mutants.Run;

// worker <pipe> <tests> <mutated> <namespaces…>: runs tests for the process that started it.
if (args is ["worker", var pipe, var tests, var mutated, .. var namespaces])
{
    await TestWorker.Run(pipe, tests, mutated, namespaces);
    return 0;
}

try
{
    await new RoomRun(Directory.GetCurrentDirectory(), MutantOptions.Parse(args)).Run();
    return 0;
}
catch (FormatException error)
{
    Console.Error.WriteLine(error.Message);
    Console.Error.WriteLine(MutantOptions.Usage);
    return 2;
}
