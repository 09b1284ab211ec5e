// telegram-webhooks: one command a file.
using System.CommandLine;
using Telegram.Webhooks.Runtime.Tool;

var root = new RootCommand("Commands for Telegram bots that are driven by webhooks.")
{
    SandboxCommand.Create(),
    KeysCommand.Create(),
    DoctorCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
