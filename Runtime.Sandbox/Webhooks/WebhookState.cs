namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>What is known of the webhook, shared by those who set it, deliver to it and ask about it.</summary>
internal sealed class WebhookState
{
    private readonly Lock _gate = new();
    private WebhookSettings? _settings;
    private bool _beingSet;
    private long _lastErrorDate;
    private string? _lastErrorMessage;

    public WebhookSettings? Settings
    {
        get
        {
            lock (_gate) return _settings;
        }
    }

    public bool IsActive
    {
        get
        {
            lock (_gate) return _settings is not null || _beingSet;
        }
    }

    /// <summary>The last error since the webhook was set. Success does not clear it.</summary>
    public (long Date, string? Message) LastError
    {
        get
        {
            lock (_gate) return (_lastErrorDate, _lastErrorMessage);
        }
    }

    public void Begin()
    {
        lock (_gate)
        {
            (_settings, _beingSet, _lastErrorDate, _lastErrorMessage) = (null, true, 0, null);
        }
    }

    /// <summary>
    /// Setting ended: with a webhook, or without. What the old webhook's sender still reported on its way out is not
    /// the new one's error.
    /// </summary>
    public void End(WebhookSettings? set)
    {
        lock (_gate) (_settings, _beingSet, _lastErrorDate, _lastErrorMessage) = (set, false, 0, null);
    }

    public void Fail(long date, string message)
    {
        lock (_gate) (_lastErrorDate, _lastErrorMessage) = (date, message);
    }
}
