using Microsoft.AspNetCore.Http;
using Telegram.Webhooks.Runtime.Delivery;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>What becomes of a verified request's body: kept in an inbox, or handled on the spot.</summary>
internal interface IUpdateIntake : IAsyncDisposable
{
    /// <summary>What is being handled now, the longest first.</summary>
    IReadOnlyList<RunningUpdate> Running { get; }

    /// <summary>Begins to hand updates to the receiver. Call once.</summary>
    void Start();

    /// <summary>
    /// Takes one body. The bytes are valid until the returned task completes. What goes wrong is reported, not thrown;
    /// only a cancelled wait throws.
    /// </summary>
    /// <param name="body">The body as it came.</param>
    /// <param name="senderIsProven">Whether a secret token proves the sender, so that a body that cannot be read is
    /// kept and not refused.</param>
    /// <param name="response">The answer to come, for a call that travels in it. Nothing else of the answer is written
    /// here.</param>
    /// <param name="cancellationToken">Fires when the client has gone.</param>
    ValueTask<IntakeOutcome> Accept(
        ReadOnlyMemory<byte> body, bool senderIsProven, HttpResponse response, CancellationToken cancellationToken);

    /// <summary>Lets what is being handled finish for at most <paramref name="time"/>, then cancels it.</summary>
    /// <param name="time">The patience.</param>
    /// <param name="endAtOnce">Ends the patience.</param>
    Task Drain(DrainTime time, CancellationToken endAtOnce);
}
