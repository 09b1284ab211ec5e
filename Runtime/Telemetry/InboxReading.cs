namespace Telegram.Webhooks.Runtime.Telemetry;

/// <summary>How much an inbox holds.</summary>
internal readonly record struct InboxReading(long Pending, long Waiting, long Dead, TimeSpan OldestAge);
