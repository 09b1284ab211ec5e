using Microsoft.Extensions.Configuration;

namespace Telegram.Webhooks.Runtime.Hosting;

/// <summary>
/// Every key of a bot's configuration. A test compares this list with the members of the settings, and what it reads
/// with what the binders read.
/// </summary>
internal static class TelegramBotSettingsReader
{
    /// <summary>Reads a section into the settings; what is wrong with it goes into the problems.</summary>
    public static void Read(IConfiguration configuration, TelegramBotSettings settings, List<string> problems)
    {
        var reader = new SettingsReader(configuration, problems);
        if (reader.IsEmpty && configuration is IConfigurationSection { Path: var path })
        {
            problems.Add($"The configuration has no section '{path}'.");
            return;
        }

        reader.Text(nameof(settings.Token), value => settings.Token = value);
        reader.Text(nameof(settings.BaseUrl), value => settings.BaseUrl = value);
        reader.Optional<bool>(nameof(settings.IsSelfHosted), value => settings.IsSelfHosted = value);
        reader.Value<bool>(nameof(settings.UseTestEnvironment), value => settings.UseTestEnvironment = value);
        reader.Section(nameof(settings.Webhook),
            section => Read(section, settings.Webhook ??= new TelegramWebhookSettings()));
        reader.Section(nameof(settings.LongPolling),
            section => Read(section, settings.LongPolling ??= new TelegramPollingSettings()));
        reader.Section(nameof(settings.Inbox),
            section => Read(section, settings.Inbox ??= new TelegramInboxSettings()));
        reader.Section(nameof(settings.Delivery),
            section => Read(section, settings.Delivery ??= new DeliveryOptions()));
        reader.Section(nameof(settings.Retry),
            section => Read(section, settings.Retry ??= new TelegramBotRetryOptions()));
        reader.Section(nameof(settings.Limits), section => Read(section, settings.Limits ??= new TelegramLimits()));
        reader.Optional<TimeSpan>(nameof(settings.MediaGroupsDebounce), value => settings.MediaGroupsDebounce = value);
        reader.Value<TimeSpan>(nameof(settings.ShutdownTimeout), value => settings.ShutdownTimeout = value);
        reader.Value<bool>(nameof(settings.RetryStart), value => settings.RetryStart = value);
        reader.ReportUnknown();
    }

    private static void Read(SettingsReader reader, TelegramWebhookSettings webhook)
    {
        reader.Text(nameof(webhook.Url), value => webhook.Url = value);
        reader.Text(nameof(webhook.Path), value => webhook.Path = value);
        reader.Text(nameof(webhook.SecretToken), value => webhook.SecretToken = value);
        reader.Optional<int>(nameof(webhook.MaxConnections), value => webhook.MaxConnections = value);
        reader.List(nameof(webhook.AllowedUpdates), value => webhook.AllowedUpdates = value);
        reader.Text(nameof(webhook.Certificate), value => webhook.Certificate = value);
        reader.Text(nameof(webhook.IpAddress), value => webhook.IpAddress = value);
        reader.Value<bool>(nameof(webhook.DropPendingUpdates), value => webhook.DropPendingUpdates = value);
        reader.List(nameof(webhook.AllowedNetworks), value => webhook.AllowedNetworks = value);
        reader.Value<int>(nameof(webhook.MaxBodyBytes), value => webhook.MaxBodyBytes = value);
        reader.Value<long>(nameof(webhook.MaxBytesInFlight), value => webhook.MaxBytesInFlight = value);
    }

    private static void Read(SettingsReader reader, TelegramPollingSettings polling)
    {
        reader.Value<TimeSpan>(nameof(polling.Timeout), value => polling.Timeout = value);
        reader.Value<int>(nameof(polling.Limit), value => polling.Limit = value);
        reader.List(nameof(polling.AllowedUpdates), value => polling.AllowedUpdates = value);
        reader.Value<bool>(nameof(polling.DeleteWebhook), value => polling.DeleteWebhook = value);
    }

    private static void Read(SettingsReader reader, TelegramInboxSettings inbox)
    {
        reader.Text(nameof(inbox.Sqlite), value => inbox.Sqlite = value);
        reader.Value<bool>(nameof(inbox.InMemory), value => inbox.InMemory = value);
        reader.Value<bool>(nameof(inbox.None), value => inbox.None = value);
        reader.Optional<long>(nameof(inbox.MaxBytes), value => inbox.MaxBytes = value);
        reader.Value<TimeSpan>(nameof(inbox.Retention), value => inbox.Retention = value);
        reader.Optional<TimeSpan>(nameof(inbox.DeadLetterRetention), value => inbox.DeadLetterRetention = value);
    }

    private static void Read(SettingsReader reader, DeliveryOptions delivery)
    {
        reader.Value<int>(nameof(delivery.MaxConcurrency), value => delivery.MaxConcurrency = value);
        reader.Value<int>(nameof(delivery.MaxAttempts), value => delivery.MaxAttempts = value);
        reader.Value<TimeSpan>(nameof(delivery.InitialBackoff), value => delivery.InitialBackoff = value);
        reader.Value<TimeSpan>(nameof(delivery.MaxBackoff), value => delivery.MaxBackoff = value);
        reader.Value<TimeSpan>(nameof(delivery.MaxRetryAfter), value => delivery.MaxRetryAfter = value);
        reader.Value<bool>(nameof(delivery.SayOnce), value => delivery.SayOnce = value);
        reader.Value<bool>(nameof(delivery.UnknownCountsAsDone), value => delivery.UnknownCountsAsDone = value);
        reader.Optional<TimeSpan>(nameof(delivery.WarnAfter), value => delivery.WarnAfter = value);
        reader.Optional<TimeSpan>(nameof(delivery.HandlerTimeout), value => delivery.HandlerTimeout = value);
        reader.Value<bool>(nameof(delivery.TraceChatsAndUsers), value => delivery.TraceChatsAndUsers = value);
        reader.Value<bool>(nameof(delivery.KeepExpiredQueries), value => delivery.KeepExpiredQueries = value);
        reader.Value<bool>(nameof(delivery.TraceChatsAndUsers), value => delivery.TraceChatsAndUsers = value);
    }

    private static void Read(SettingsReader reader, TelegramBotRetryOptions retry)
    {
        reader.Value<int>(nameof(retry.MaxAttempts), value => retry.MaxAttempts = value);
        reader.Value<TimeSpan>(nameof(retry.InitialBackoff), value => retry.InitialBackoff = value);
        reader.Value<TimeSpan>(nameof(retry.MaxBackoff), value => retry.MaxBackoff = value);
        reader.Value<TimeSpan>(nameof(retry.MaxRetryAfter), value => retry.MaxRetryAfter = value);
        reader.Value<TimeSpan>(nameof(retry.RequestTimeout), value => retry.RequestTimeout = value);
        reader.Value<TimeSpan>(nameof(retry.MaxTotalTime), value => retry.MaxTotalTime = value);
    }

    private static void Read(SettingsReader reader, TelegramLimits limits)
    {
        reader.Value<int>(nameof(limits.PerSecond), value => limits.PerSecond = value);
        reader.Value<int>(nameof(limits.PerSecondInChat), value => limits.PerSecondInChat = value);
        reader.Value<int>(nameof(limits.PerMinuteInGroup), value => limits.PerMinuteInGroup = value);
    }
}
