using System.Net;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime.Hosting;

/// <summary>Makes of settings what the runtime takes; what cannot be used becomes a problem.</summary>
internal static class SettingsProblems
{
    private const string TelegramsOwn = "telegram";

    /// <summary>What is wrong with the settings whichever way updates come.</summary>
    public static void Check(TelegramBotSettings settings, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(settings.Token))
        {
            problems.Add("Token is missing: give what @BotFather gave for the bot, in user-secrets (dotnet user-secrets set Telegram:Token …), "
                + "the environment (Telegram__Token) or a file of secrets.");
        }

        // A section that was set to null stays so; everything behind this can rely on it.
        if (settings.Webhook is null || settings.LongPolling is null || settings.Inbox is null || settings.Delivery is null || settings.Retry is null)
        {
            problems.Add("Webhook, LongPolling, Inbox, Delivery and Retry must not be null; leave them out for the defaults.");
            settings.Webhook ??= new TelegramWebhookSettings();
            settings.LongPolling ??= new TelegramPollingSettings();
            settings.Inbox ??= new TelegramInboxSettings();
            settings.Delivery ??= new DeliveryOptions();
            settings.Retry ??= new TelegramBotRetryOptions();
        }

        problems.AddRange(settings.Inbox.Problems());
    }

    /// <summary>The kinds that are named; null for none, which is not an empty list.</summary>
    public static IReadOnlyList<UpdateType>? Kinds(string key, IReadOnlyList<string>? names, List<string> problems)
    {
        foreach (var name in (names ?? []).Where(name => !UpdateKinds.Known.Contains(new UpdateType(name))))
            problems.Add($"{key} names '{name}', which is no kind of update: Telegram would pass over it. Kinds are: {string.Join(", ", UpdateKinds.Known)}.");
        return names is null ? null : [.. names.Select(name => new UpdateType(name))];
    }

    /// <summary>The networks that are named; null allows all.</summary>
    public static IReadOnlyList<IPNetwork>? Networks(IReadOnlyList<string>? names, List<string> problems)
    {
        if (names is null)
            return null;
        var networks = new List<IPNetwork>();
        foreach (var name in names)
        {
            if (name.Equals(TelegramsOwn, StringComparison.OrdinalIgnoreCase))
                networks.AddRange(TelegramNetworks.All);
            else if (IPNetwork.TryParse(name, out var network))
                networks.Add(network);
            else
                problems.Add($"Webhook:AllowedNetworks names '{name}', which is no network such as 149.154.160.0/20, nor 'telegram' for Telegram's own.");
        }

        return networks;
    }

    /// <summary>The registration; null when it cannot be put together.</summary>
    public static SetWebhook? Registration(TelegramWebhookSettings webhook, List<string> problems)
    {
        var kinds = Kinds("Webhook:AllowedUpdates", webhook.AllowedUpdates, problems);
        InputFile? certificate = null;
        if (webhook.Certificate is { } path)
        {
            if (File.Exists(path))
                certificate = new FileInfo(path).ToInputFile();
            else
                problems.Add($"Webhook:Certificate names the file {path}, which does not exist (the working directory is {Directory.GetCurrentDirectory()}).");
        }

        if (string.IsNullOrWhiteSpace(webhook.Url))
        {
            problems.Add("Webhook:Url is missing: where Telegram reaches the bot, such as https://bot.example.org/telegram.");
            return null;
        }

        return new SetWebhook(
            webhook.Url, certificate, webhook.MaxConnections, kinds, webhook.IpAddress, webhook.DropPendingUpdates ? true : null);
    }
}
