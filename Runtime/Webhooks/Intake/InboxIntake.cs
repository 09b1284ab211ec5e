using Microsoft.AspNetCore.Http;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>Keeps updates in an inbox before they are acknowledged; delivery hands them on.</summary>
internal sealed class InboxIntake(UpdateDelivery delivery, ErrorReporter errors) : IUpdateIntake
{
    public IReadOnlyList<RunningUpdate> Running => delivery.Running;

    public void Start() => delivery.Start();

    public async ValueTask<IntakeOutcome> Accept(
        ReadOnlyMemory<byte> body, bool senderIsProven, HttpResponse response, CancellationToken cancellationToken)
    {
        // The inbox keeps the bytes; the request's own buffer is lent.
        var envelope = UpdateEnvelope.Read(body.ToArray());
        if (envelope.Fault is { } fault && !senderIsProven)
        {
            errors.ReportUnlogged(new WebhookException(WebhookStage.Decoding, $"A body that is no update came from an unproven sender and was refused with 400. {fault}")
            {
                UpdateId = envelope.UpdateId,
            });
            return IntakeOutcome.Refused;
        }

        return await delivery.Accept(envelope, cancellationToken).ConfigureAwait(false) switch
        {
            AcceptOutcome.Accepted => IntakeOutcome.Accepted,
            AcceptOutcome.Duplicate => IntakeOutcome.Duplicate,
            AcceptOutcome.Undecodable => IntakeOutcome.Buried,
            AcceptOutcome.Failed => IntakeOutcome.Failed,
            _ => IntakeOutcome.Busy,
        };
    }

    public Task Drain(DrainTime time, CancellationToken endAtOnce) => delivery.Stop(time, endAtOnce);

    public ValueTask DisposeAsync() => delivery.DisposeAsync();
}
