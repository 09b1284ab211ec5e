namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>What it means that Telegram does not say how the webhook is set.</summary>
internal static class TelegramFindings
{
    private const int TooManyRequests = 429;

    public static void Judge(BotApiException failure, TelegramBot bot, FindingList findings)
    {
        if (failure is ApiRequestException { ErrorCode: not TooManyRequests and < 500 } refused)
        {
            findings.Add(RegistrationAdvice.Of(refused.Description) with { Id = "telegram.refused" },
                "Telegram does not say how the webhook is set.", refused.Message);
            return;
        }

        findings.Add("telegram.unreachable", FindingSeverity.Error, $"{bot.BaseUrl} could not be asked.",
            "Without it the bot can register no webhook and answer nobody.",
            "Check this machine's way out to that address, and BaseUrl.", failure.Message);
    }
}
