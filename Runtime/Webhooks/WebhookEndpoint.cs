using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// One webhook's HTTP side: verify, read the capped body, hand it to the intake, answer. Nothing else happens on the
/// request.
/// </summary>
internal sealed class WebhookEndpoint(
    WebhookRequestVerifier verifier, BodyBudget budget, IUpdateIntake intake, RefusalSummary refusals, ILogger logger)
{
    private const string SecretTokenHeader = "X-Telegram-Bot-Api-Secret-Token";

    // Telegram loads at most twice as many chats as it has connections, and each waits this long: a longer wait stalls
    // a busy sender although the server is back at once, and splits albums.
    private const string RetrySeconds = "1";

    private volatile bool _isDraining;

    /// <summary>Whether no secret token tells Telegram from anybody else.</summary>
    public bool AcceptsAnySender => !verifier.ProvesSender;

    /// <summary>Whether every update is refused since the webhook stops.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>From now on every update is refused with 503, so that Telegram keeps it for the next start.</summary>
    public void Drain() => _isDraining = true;

    /// <summary>Answers a request for a path that may be this webhook's or not.</summary>
    public Task Handle(HttpContext context, WebhookPath path)
    {
        if (!path.Matches(context.Request.Path.Value))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        if (HttpMethods.IsPost(context.Request.Method))
            return HandlePost(context);
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = HttpMethods.Post;
        return Task.CompletedTask;
    }

    /// <summary>Answers a POST to this webhook's path.</summary>
    public async Task HandlePost(HttpContext context)
    {
        var request = context.Request;
        var verdict = verifier.Verify(
            context.Connection.RemoteIpAddress,
            request.Headers[SecretTokenHeader],
            request.ContentType,
            request.ContentLength,
            request.Headers.ContentEncoding);
        if (verdict != WebhookRequestVerdict.Accepted)
            Refuse(context, ReasonOf(verdict));
        else if (_isDraining)
            AskToRetry(context.Response);
        else if (await ReadBody(context).ConfigureAwait(false) is { } body)
            await Take(context, body).ConfigureAwait(false);
    }

    /// <summary>Null when the request is answered, or nobody is left to answer.</summary>
    private async ValueTask<RequestBody?> ReadBody(HttpContext context)
    {
        try
        {
            var body = await RequestBody.Read(
                context.Request.BodyReader, verifier.MaxBodyBytes, budget).ConfigureAwait(false);
            if (body.Refusal is not { } refusal)
                return body;
            Refuse(context, refusal);
        }
        catch (Exception e) when (IsGone(context, e))
        {
            // Nobody is left to answer, and nothing to read to its end; Telegram sends the update again.
            WebhookLog.ClientGone(logger);
            context.Abort();
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            Refuse(context, RefusalReason.TooLarge);
        }
        catch (Exception e)
        {
            // Whatever the server throws here says that the request is malformed: a chunk size that is no number, or
            // too large for one.
            var status = (e as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
            WebhookLog.BadRequest(logger, status);
            context.Response.StatusCode = status;
        }

        return null;
    }

    private async Task Take(HttpContext context, RequestBody body)
    {
        using (body)
        {
            // The body may have taken long, and the server may have begun to stop meanwhile.
            if (_isDraining)
                AskToRetry(context.Response);
            else
                Answer(context, await intake.Accept(body.Bytes, verifier.ProvesSender, context.Response, CancellationToken.None).ConfigureAwait(false));
        }
    }

    private static bool IsGone(
        HttpContext context, Exception e) => e is ConnectionResetException or ConnectionAbortedException
        || (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException);

    private void Refuse(HttpContext context, RefusalReason reason)
    {
        refusals.Count(reason, context.Connection.RemoteIpAddress);
        if (reason == RefusalReason.NoMemory)
            AskToRetry(context.Response);
        else
            context.Response.StatusCode = reason.Status()!.Value;
    }

    private static RefusalReason ReasonOf(WebhookRequestVerdict verdict) => verdict switch
    {
        WebhookRequestVerdict.ForbiddenAddress => RefusalReason.ForbiddenAddress,
        WebhookRequestVerdict.WrongSecretToken => RefusalReason.WrongSecretToken,
        WebhookRequestVerdict.NotJson => RefusalReason.NotJson,
        _ => RefusalReason.TooLarge,
    };

    private void Answer(HttpContext context, IntakeOutcome outcome)
    {
        switch (outcome)
        {
            case IntakeOutcome.BrokenOff when context.Response.HasStarted:
                // An answer without a known length would otherwise be ended properly and pass for a whole one.
                context.Abort();
                break;
            case IntakeOutcome.BrokenOff:
                (context.Response.ContentType, context.Response.ContentLength) = (null, null);
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
            case IntakeOutcome.Refused:
                Refuse(context, RefusalReason.NotAnUpdate);
                break;
            case IntakeOutcome.Busy:
                AskToRetry(context.Response);
                break;
            case IntakeOutcome.Failed:
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
        }
    }

    internal static void AskToRetry(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = RetrySeconds;
    }
}
