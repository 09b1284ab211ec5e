using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// Hears of requests that Kestrel answers by itself, because their heads cannot be read: no code of ours runs for them.
/// </summary>
internal sealed class BadRequestObserver(
    RefusalSummary refusals, ILogger logger) : IObserver<KeyValuePair<string, object?>>
{
    private const string BadRequest = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    /// <summary>Begins to listen; disposing the result ends it.</summary>
    public IDisposable Subscribe(DiagnosticListener listener) =>
        listener.Subscribe(this, static name => name == BadRequest);

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is not IFeatureCollection features
            || features.Get<IBadRequestExceptionFeature>()?.Error is not BadHttpRequestException error)
            return;
        // A URL or headers too long may be Telegram's own, and it says no more than the status; anything else is a
        // scanner's.
        if (error.StatusCode is StatusCodes.Status431RequestHeaderFieldsTooLarge or StatusCodes.Status414UriTooLong)
            refusals.Count(RefusalReason.HeadersTooLarge, features.Get<IHttpConnectionFeature>()?.RemoteIpAddress);
        else
            WebhookLog.BadRequest(logger, error.StatusCode);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
