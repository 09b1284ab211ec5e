using System.CommandLine;
using Telegram.Webhooks.Runtime.Diagnosis;

namespace Telegram.Webhooks.Runtime.Tool;

/// <summary><c>telegram-webhooks doctor</c>: why updates do not come.</summary>
internal static class DoctorCommand
{
    private const int Healthy = 0;
    private const int NotExamined = 1;
    private const int Unhealthy = 2;

    private static readonly Option<string?> Url = new("--url") { Description = "The webhook's URL as it should be; without it the webhook is examined as it is registered." };

    private static readonly Option<FileInfo?> Certificate = new("--certificate")
    {
        Description = "With --url: the PEM certificate that was uploaded; then Telegram trusts nothing else.",
    };

    private static readonly Option<string?> BaseUrl = new("--base-url") { Description = "Another Bot API server than Telegram's own." };

    private static readonly Option<bool> NoConnection = new("--no-connection") { Description = "Judge what Telegram says only; do not try the way to the server." };

    private static readonly Option<int> Timeout = new("--timeout") { Description = "How many seconds each step may take.", DefaultValueFactory = _ => 10 };

    private static readonly Option<bool> Json = new("--json") { Description = "Write the findings as JSON." };

    public static Command Create()
    {
        var command = new Command("doctor", """
            Find out why updates do not come: what Telegram says, DNS, port, TLS, certificate, path and secret token. Changes nothing.
            The bot's token is read from TELEGRAM_BOT_TOKEN or asked for; with --url, a secret token of your own from TELEGRAM_SECRET_TOKEN.
            Exit code: 0 all is as it should be, 2 something is not, 1 the webhook could not be examined.
            """) { Url, Certificate, BaseUrl, NoConnection, Timeout, Json };
        Timeout.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 1 or > 600)
                given.AddError("--timeout is a number of seconds from 1 to 600.");
        });
        Certificate.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<FileInfo>() is { Exists: false } missing)
                given.AddError($"There is no file '{missing}'.");
        });
        command.Validators.Add(given =>
        {
            if (given.GetValue(Certificate) is not null && given.GetValue(Url) is null)
                given.AddError("--certificate goes with --url.");
        });
        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult given, CancellationToken stop)
    {
        if (Secret.Read("TELEGRAM_BOT_TOKEN", "The bot's token:") is not { Length: > 0 } token)
        {
            await Console.Error.WriteLineAsync(
                "The bot's token is needed: set TELEGRAM_BOT_TOKEN, or type it when asked.");
            return NotExamined;
        }

        try
        {
            using var bot = new TelegramBot(token,
                new TelegramBotOptions { BaseUrl = given.GetValue(BaseUrl) ?? TelegramBotOptions.TelegramBaseUrl });
            var examination = await bot.ExamineWebhook(
                await Expected(given, stop),
                new WebhookExaminationOptions { TryConnection = !given.GetValue(NoConnection), Timeout = TimeSpan.FromSeconds(given.GetValue(Timeout)) },
                stop);
            Report(examination, given.GetValue(Json));
            return examination.IsHealthy ? Healthy : Unhealthy;
        }
        catch (Exception error) when (error is ArgumentException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return NotExamined;
        }
    }

    private static async Task<WebhookExpectation?> Expected(ParseResult given, CancellationToken stop) => given.GetValue(Url) is not { } url ? null : new WebhookExpectation
    {
        Url = url,
        SecretToken = Secret.Setting("TELEGRAM_SECRET_TOKEN"),
        CertificatePem = given.GetValue(Certificate) is { } file ? await File.ReadAllTextAsync(file.FullName, stop) : null,
    };

    private static void Report(WebhookExamination examination, bool asJson)
    {
        if (asJson)
        {
            FindingsReport.WriteJson(examination.IsHealthy, examination.Findings);
            return;
        }

        FindingsReport.WriteTable(examination.Findings);
        if (examination.IsHealthy) Console.WriteLine("The webhook is as it should be.");
    }
}
