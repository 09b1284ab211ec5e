using Microsoft.AspNetCore.Http;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// Runs what a responder returns: in the answer to the update where it may travel there, else through the bot.
/// </summary>
internal sealed class DirectReplies(ResponderReceiver responder, ErrorReporter errors)
{
    private const int RememberedBreaks = 1_000;

    private readonly Lock _lock = new();
    private readonly RecentIds _brokenOff = new(RememberedBreaks);

    /// <summary>Hands the update to the responder and runs what it returns.</summary>
    /// <returns>Accepted, Answered or BrokenOff, the last one reported.</returns>
    /// <exception cref="Exception">The responder failed, a file to upload cannot be opened, or the bot could not
    /// execute the request. Nothing was written.</exception>
    public async ValueTask<IntakeOutcome> Respond(Update update, HttpResponse response, CancellationToken cancelled)
    {
        if (await responder.Respond(update, cancelled).ConfigureAwait(false) is not { } request)
            return IntakeOutcome.Accepted;
        using var reply = CanCarry(update, response)
            ? WebhookReply.TryOpen(request, response.HttpContext.Request.Protocol)
            : null;
        if (reply is not null)
            return await Write(reply, update, response, cancelled).ConfigureAwait(false);
        await responder.Execute(request, cancelled).ConfigureAwait(false);
        return IntakeOutcome.Accepted;
    }

    // A handler that took longer than Telegram's 60 s has nobody left to answer. And what broke off once, perhaps
    // because the upload takes longer than that, would break off every time and block its chat for a day.
    private bool CanCarry(Update update, HttpResponse response)
    {
        if (response.HttpContext.RequestAborted.IsCancellationRequested)
            return false;
        lock (_lock)
            return !_brokenOff.Contains(update.UpdateId);
    }

    private async ValueTask<IntakeOutcome> Write(
        WebhookReply reply, Update update, HttpResponse response, CancellationToken cancelled)
    {
        var gone = response.HttpContext.RequestAborted;
        try
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancelled, gone);
            await reply.Write(response, ended.Token).ConfigureAwait(false);
            return IntakeOutcome.Answered;
        }
        catch (Exception e)
        {
            lock (_lock)
                _brokenOff.Add(update.UpdateId);
            var why = reply.ReadFailure is not null ? "a file to upload could not be read to its end"
                : gone.IsCancellationRequested ? "the connection was closed"
                : cancelled.IsCancellationRequested ? "the server stops" : e.Message;
            errors.Report(new WebhookException(
                WebhookStage.Answering, $"The call in the answer to {update} broke off: {why}. Telegram sends the update again; what the receiver then returns goes through the bot.", reply.ReadFailure ?? e)
            {
                UpdateId = update.UpdateId,
                Attempt = 1,
                Outcome = WebhookErrorOutcome.SentAgainByTelegram,
            });
            return IntakeOutcome.BrokenOff;
        }
    }
}
