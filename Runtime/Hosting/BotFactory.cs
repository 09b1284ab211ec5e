using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Hosting;

/// <summary>Makes a hosted bot's client.</summary>
internal static class BotFactory
{
    /// <summary>
    /// A bot that calls nobody: with it, a start that cannot succeed for want of a bot finds what else is wrong.
    /// </summary>
    public static TelegramBot StandIn(TelegramBotSettings settings)
    {
        const string Nobody = "1:stand-in";
        try
        {
            return string.IsNullOrWhiteSpace(settings.BaseUrl)
                ? new TelegramBot(Nobody)
                : new TelegramBot(Nobody,
                    new TelegramBotOptions { BaseUrl = settings.BaseUrl, IsSelfHosted = settings.IsSelfHosted });
        }
        catch (ArgumentException)
        {
            // The address is among the problems; what only Telegram's cloud refuses must not be on its account.
            return new TelegramBot(Nobody, new TelegramBotOptions { IsSelfHosted = true });
        }
    }

    /// <summary>The bot, or null and the problems why not.</summary>
    public static TelegramBot? TryMake(
        TelegramBotSettings settings, IServiceProvider services, BotPlan plan, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(settings.Token))
            return null;
        try
        {
            return new TelegramBot(settings.Token, new TelegramBotOptions
            {
                BaseUrl = string.IsNullOrWhiteSpace(settings.BaseUrl)
                    ? TelegramBotOptions.TelegramBaseUrl
                    : settings.BaseUrl,
                IsSelfHosted = settings.IsSelfHosted,
                UseTestEnvironment = settings.UseTestEnvironment,
                HttpClient = services.GetRequiredService<IHttpClientFactory>()
                    .CreateClient(BotHttpClient.NameOf(plan.Name)),
                LoggerFactory = services.GetRequiredService<ILoggerFactory>(),
                TimeProvider = services.GetService<TimeProvider>() ?? TimeProvider.System,
                Retry = settings.Retry,
                Limits = settings.Limits,
            });
        }
        catch (ArgumentException e)
        {
            problems.Add(e.ParamName is null ? e.Message : e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal));
            return null;
        }
    }
}
