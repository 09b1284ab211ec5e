using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>One webhook's HTTP side: verify, read the capped body, hand it to the intake, answer. Nothing else happens on the request.</summary>
internal sealed class WebhookEndpoint(WebhookRequestVerifier verifier, IUpdateIntake intake, ILogger logger)
{
    private const string SecretTokenHeader = "X-Telegram-Bot-Api-Secret-Token";

    // Telegram drops an inline query that it may not send again within 30 s, so waits stay small.
    private const int BusyRetrySeconds = 2;
    internal const int DrainingRetrySeconds = 5;

    private volatile bool _isDraining;

    /// <summary>Whether no secret token tells Telegram from anybody else.</summary>
    public bool AcceptsAnySender => !verifier.ProvesSender;

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
        var verdict = verifier.Verify(context.Connection.RemoteIpAddress, request.Headers[SecretTokenHeader], request.ContentType, request.ContentLength);
        if (verdict != WebhookRequestVerdict.Accepted)
            Refuse(context, verdict);
        else if (_isDraining)
            AskToRetry(context.Response, DrainingRetrySeconds);
        else
            await Take(context).ConfigureAwait(false);
    }

    private async Task Take(HttpContext context)
    {
        try
        {
            // The server ends the read when the client goes. Asking for RequestAborted would make a token source for every request.
            using var body = await RequestBody.Read(context.Request.BodyReader, verifier.MaxBodyBytes, CancellationToken.None).ConfigureAwait(false);
            if (body.IsTooLarge)
            {
                Refuse(context, WebhookRequestVerdict.TooLarge);
                return;
            }

            // The body may have taken long, and the server may have begun to stop meanwhile.
            if (_isDraining)
            {
                AskToRetry(context.Response, DrainingRetrySeconds);
                return;
            }

            Answer(context, await intake.Accept(body.Bytes, verifier.ProvesSender, context.Response, CancellationToken.None).ConfigureAwait(false));
        }
        catch (BadHttpRequestException e)
        {
            WebhookLog.BadRequest(logger, e.StatusCode, e.Message);
            context.Response.StatusCode = e.StatusCode;
        }
        catch (Exception e) when (e is ConnectionResetException or ConnectionAbortedException || (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException))
        {
            // Nobody is left to answer, and nothing to read to its end; Telegram sends the update again.
            WebhookLog.ClientGone(logger);
            context.Abort();
        }
    }

    private void Refuse(HttpContext context, WebhookRequestVerdict verdict)
    {
        WebhookLog.Refused(logger, verdict, context.Connection.RemoteIpAddress);
        context.Response.StatusCode = verdict switch
        {
            WebhookRequestVerdict.ForbiddenAddress => StatusCodes.Status403Forbidden,
            WebhookRequestVerdict.WrongSecretToken => StatusCodes.Status401Unauthorized,
            WebhookRequestVerdict.NotJson => StatusCodes.Status415UnsupportedMediaType,
            _ => StatusCodes.Status413PayloadTooLarge,
        };
    }

    private static void Answer(HttpContext context, IntakeOutcome outcome)
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
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                break;
            case IntakeOutcome.Busy:
                AskToRetry(context.Response, BusyRetrySeconds);
                break;
            case IntakeOutcome.Failed:
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
        }
    }

    internal static void AskToRetry(HttpResponse response, int seconds)
    {
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
    }
}
