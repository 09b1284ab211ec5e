namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>How far an examination goes.</summary>
public sealed record WebhookExaminationOptions
{
    /// <summary>
    /// Whether the way to the server is tried as Telegram takes it: DNS, the port, TLS, and two requests that no
    /// handler sees. Default true. If false, only what Telegram says is judged.
    /// </summary>
    public bool TryConnection { get; set; } = true;

    /// <summary>How long each step of trying the connection may take. Default 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How names are looked up. Default: the system's resolver.</summary>
    internal HostLookup Lookup { get; init; } = HostLookups.System;

    /// <exception cref="ArgumentException">A value cannot be used.</exception>
    internal void Validate()
    {
        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromMinutes(10))
            throw new ArgumentException($"Timeout must be above 0 and at most 10 minutes, but is {Timeout}.");
    }
}
