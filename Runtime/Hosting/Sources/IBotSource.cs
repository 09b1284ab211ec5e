using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Hosting;

/// <summary>A way in which a hosted bot gets updates. Disposing it closes what a failed start has opened.</summary>
internal interface IBotSource : IAsyncDisposable
{
    /// <summary>The open inbox; null before it is open, and where nothing is kept.</summary>
    IUpdateInbox? Inbox { get; }

    /// <summary>What is being handled now, the longest first.</summary>
    IReadOnlyList<RunningUpdate> Running { get; }

    /// <summary>
    /// What Telegram's account of the webhook is compared with; null where there is none, or before it is registered.
    /// </summary>
    WebhookExpectation? Expectation { get; }

    /// <summary>What Telegram is asked through; null where there is no webhook, or before it is registered.</summary>
    WebhookInfoReader? Telegram { get; }

    /// <summary>Why the last update was not kept; null when it was.</summary>
    string? Refusal { get; }

    /// <summary>Why updates cannot be fetched now; null when they can, and where they are not fetched.</summary>
    string? Outage { get; }

    /// <summary>The certificate that is served; null where none is.</summary>
    ServerCertificate? Certificate { get; }

    /// <summary>Completes when it has ended, by itself too; faults with the reason.</summary>
    Task Completion { get; }

    /// <summary>
    /// Checks all that can be known, and opens what can be opened, before the app's server listens and before Telegram
    /// is called.
    /// </summary>
    /// <param name="known">Problems that are known already: with any, nothing is opened.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="WebhookStartException">There are problems; it lists the known ones too.</exception>
    Task Prepare(IReadOnlyList<string> known, CancellationToken cancellationToken);

    /// <summary>Begins: the app's server listens.</summary>
    Task Start(CancellationToken cancellationToken);

    /// <summary>Takes no more updates.</summary>
    void Refuse();

    /// <summary>Drains and closes.</summary>
    Task Stop(DrainTime time, CancellationToken cancellationToken);
}
