using System.Diagnostics;

namespace Telegram.Webhooks.Runtime.Telemetry;

/// <summary>What metrics and spans say of an update.</summary>
/// <param name="UpdateId">Telegram's number of it; null when the body does not tell.</param>
/// <param name="Kind">One of the known kinds, or a word for the others: a sender must not be able to make up as many as
/// it likes.</param>
/// <param name="BotId">The bot's id, boxed once; null when it is not known.</param>
/// <param name="InChat">The chat; null when it is not asked for.</param>
/// <param name="ByUser">Who did it; null when it is not asked for.</param>
internal readonly record struct UpdateFacts(
    long? UpdateId, string Kind, object? BotId, long? InChat = null, long? ByUser = null)
{
    public void AddTo(ref TagList tags)
    {
        tags.Add(TelemetryTags.Kind, Kind);
        if (BotId is not null) tags.Add(TelemetryTags.BotId, BotId);
    }

    public void AddTo(Activity activity)
    {
        activity.SetTag(TelemetryTags.System, TelemetryTags.SystemName);
        activity.SetTag(TelemetryTags.Kind, Kind);
        if (UpdateId is { } id)
        {
            activity.SetTag(TelemetryTags.UpdateId, id);
            activity.SetTag(TelemetryTags.MessageId, id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        if (BotId is not null) activity.SetTag(TelemetryTags.BotId, BotId);
        if (InChat is { } chat) activity.SetTag(TelemetryTags.InChat, chat);
        if (ByUser is { } user) activity.SetTag(TelemetryTags.ByUser, user);
    }
}
