namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>What is known of the webhook, shared by those who set it, deliver to it and ask about it.</summary>
internal sealed class WebhookState
{
    private readonly Lock gate = new();
    private WebhookSettings? settings;
    private bool beingSet;
    private long lastErrorDate;
    private string? lastErrorMessage;

    public WebhookSettings? Settings
    {
        get
        {
            lock (gate) return settings;
        }
    }

    public bool IsActive
    {
        get
        {
            lock (gate) return settings is not null || beingSet;
        }
    }

    /// <summary>The last error since the webhook was set. Success does not clear it.</summary>
    public (long Date, string? Message) LastError
    {
        get
        {
            lock (gate) return (lastErrorDate, lastErrorMessage);
        }
    }

    public void Begin()
    {
        lock (gate)
        {
            (settings, beingSet, lastErrorDate, lastErrorMessage) = (null, true, 0, null);
        }
    }

    /// <summary>Setting ended: with a webhook, or without. What the old webhook's sender still reported on its way out is not the new one's error.</summary>
    public void End(WebhookSettings? set)
    {
        lock (gate) (settings, beingSet, lastErrorDate, lastErrorMessage) = (set, false, 0, null);
    }

    public void Fail(long date, string message)
    {
        lock (gate) (lastErrorDate, lastErrorMessage) = (date, message);
    }
}
