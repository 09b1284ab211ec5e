using Microsoft.Extensions.Options;

namespace Telegram.Webhooks.Runtime.Hosting;

/// <summary>A bot's settings as they were at the start, and what is wrong with them.</summary>
internal sealed class BotSettingsReading
{
    private BotSettingsReading(TelegramBotSettings settings, IReadOnlyList<string> problems) =>
        (Settings, Problems) = (settings, problems);

    public TelegramBotSettings Settings { get; }

    public IReadOnlyList<string> Problems { get; }

    public static BotSettingsReading Of(IOptionsFactory<TelegramBotSettings> factory, BotPlan plan)
    {
        List<string> problems = [];
        TelegramBotSettings settings;
        try
        {
            settings = factory.Create(plan.OptionsName);
            problems.AddRange(settings.Unread);
        }
        catch (OptionsValidationException e)
        {
            // What the program itself validates.
            settings = new TelegramBotSettings();
            return new BotSettingsReading(settings, [.. e.Failures]);
        }
        catch (InvalidOperationException e)
        {
            // What a configuration binder throws.
            settings = new TelegramBotSettings();
            return new BotSettingsReading(settings, [e.InnerException is { } cause ? $"{e.Message} {cause.Message}" : e.Message]);
        }

        SettingsProblems.Check(settings, problems);
        return new BotSettingsReading(settings, problems);
    }
}
