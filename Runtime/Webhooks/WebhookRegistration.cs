using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tls;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// The <c>setWebhook</c> call of a start: what the caller asked for, completed by what follows from bot, key and
/// filter.
/// </summary>
internal sealed class WebhookRegistration
{
    private const int OutageAttempts = 50;

    private static readonly TimeSpan OutageLimit = TimeSpan.FromMinutes(5);

    private readonly TelegramBot _bot;
    private readonly Redaction _redaction;

    private WebhookRegistration(TelegramBot bot, SetWebhook request)
    {
        _bot = bot;
        Request = request;
        _redaction = bot.Redact(request.SecretToken);
    }

    /// <summary>What Telegram is told.</summary>
    public SetWebhook Request { get; }

    /// <summary>What Telegram will send with each update.</summary>
    public string SecretToken => Request.SecretToken!;

    private string ShownUrl => _redaction.Clean(WebhookUrl.Masked(Request.Url));

    /// <summary>
    /// Fills in what was left out: a derived secret token, the kinds that the receiver's filter wants, and the public
    /// part of a self-signed key, or the root of an authority of one's own.
    /// </summary>
    public static WebhookRegistration Prepare(
        TelegramBot bot, SetWebhook asked, string? secretToken, UpdateReceiver receiver, ServerCertificate? certificate, DateTimeOffset now)
    {
        var upload = asked.Certificate;
        if (upload is null && certificate is not null && certificate.NeedsUpload(now))
            upload = PublicPart(certificate);
        return new WebhookRegistration(bot, new SetWebhook(
            asked.Url,
            upload,
            asked.MaxConnections,
            asked.AllowedUpdates ?? UpdateReceiverOrigin.FilterOf(receiver)?.AllowedUpdates,
            asked.IpAddress,
            asked.DropPendingUpdates,
            GivenIn(secretToken) ?? GivenIn(asked.SecretToken) ?? Base64Url.EncodeToString(bot.Sign(asked.Url))));
    }

    /// <summary>
    /// The same, asking for the kinds that the receiver's filter wants now; for those that were named, if any were.
    /// </summary>
    public WebhookRegistration AskFor(UpdateReceiver receiver, SetWebhook asked) => new(_bot, new SetWebhook(
        Request.Url,
        Request.Certificate,
        Request.MaxConnections,
        asked.AllowedUpdates ?? UpdateReceiverOrigin.FilterOf(receiver)?.AllowedUpdates,
        Request.IpAddress,
        Request.DropPendingUpdates,
        Request.SecretToken));

    /// <summary>Whether Telegram trusts nothing but what is uploaded with the registration.</summary>
    public bool Uploads => Request.Certificate is { IsUpload: true };

    /// <summary>Whether Telegram, as it was told, accepts the first certificate and refuses the second.</summary>
    public bool MustRegister(ServerCertificate old, ServerCertificate next, DateTimeOffset now)
    {
        if (!Uploads)
            return next.NeedsUpload(now);
        // Without a root of its own it comes from an authority whose root was uploaded by hand, and so, most likely,
        // does the next.
        return (old.HasRoot || next.IsSelfSigned) && old.PublicCertificatePem != next.PublicCertificatePem;
    }

    /// <summary>
    /// The same for a renewed certificate, which may need no upload any more, or need one from now on.
    /// </summary>
    /// <exception cref="WebhookStartException">Telegram would refuse it with an upload and without.</exception>
    public WebhookRegistration With(
        ServerCertificate renewed, Func<ServerCertificate, DateTimeOffset, bool> isPublic, DateTimeOffset now)
    {
        var upload = renewed.NeedsUpload(now) || (Uploads && renewed.HasRoot) ? PublicPart(renewed) : null;
        if (upload is null && !isPublic(renewed, now))
        {
            throw new WebhookStartException(
                $"The new certificate of {renewed.Name} comes from an authority that this machine does not trust, so Telegram hardly "
                + "will, and its root, which could be uploaded, is not beside it. Put the root, and the intermediate certificates, into "
                + "the same file.");
        }

        return Again(upload);
    }

    /// <summary>The same for another certificate of what ends TLS in front of the server.</summary>
    public WebhookRegistration With(byte[] upload) => Again(InputFile.FromBytes(upload, "certificate.pem"));

    /// <summary>Registers once more, with a renewed certificate.</summary>
    /// <param name="renewed">The one that is served; null where that is another program's matter.</param>
    /// <param name="now">The time.</param>
    /// <param name="logger">The log.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="WebhookStartException">Telegram would refuse the call; it was not made.</exception>
    /// <exception cref="ApiRequestException">Telegram refused.</exception>
    /// <exception cref="BotApiConnectionException">Telegram could not be reached.</exception>
    public async Task RegisterRenewed(
        ServerCertificate? renewed, DateTimeOffset now, ILogger logger, CancellationToken cancellationToken)
    {
        RegistrationPreflight.Require(_bot, Request, renewed, now, logger);
        await _bot.Execute(Request, _bot.Retry, logger, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Tells Telegram; it is retried through an outage of some minutes, for a bot is often started together with its
    /// network.
    /// </summary>
    /// <exception cref="WebhookRegistrationException">Telegram refused, or could not be reached.</exception>
    public async Task Register(ILogger logger, CancellationToken cancellationToken)
    {
        var limits = _bot.Retry.MaxAttempts == 1 ? _bot.Retry : _bot.Retry with
        {
            MaxAttempts = Math.Max(_bot.Retry.MaxAttempts, OutageAttempts),
            MaxTotalTime = _bot.Retry.MaxTotalTime < OutageLimit ? OutageLimit : _bot.Retry.MaxTotalTime,
        };
        try
        {
            // To the server's log: the bot's own is off by default, and minutes without a word look like a hang.
            await _bot.Execute(Request, limits, logger, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiRequestException refused)
        {
            var advice = RegistrationAdvice.Of(refused.Description);
            // A request that Telegram understood and does not like; a token that it does not know has dropped nothing.
            var dropped = refused.ErrorCode == StatusCodes.Status400BadRequest
                ? " Telegram drops a webhook that was set before when it refuses a new one."
                : "";
            throw new WebhookRegistrationException(
                $"setWebhook failed: {refused.ErrorCode} {refused.Description}. {advice.Why} {advice.WhatToDo}{dropped}", refused);
        }
        catch (BotApiException failed)
        {
            throw new WebhookRegistrationException($"The webhook could not be registered. {failed.Message}", failed);
        }

        WebhookLog.Registered(logger, ShownUrl);
    }

    /// <summary>What to throw when the server could not be started after all.</summary>
    /// <remarks>
    /// The webhook is not deleted: another instance may be listening at the same URL, and Telegram keeps what it cannot
    /// deliver for a day, so the next start misses nothing.
    /// </remarks>
    public WebhookStartException StaysRegistered(Exception cause) => new(
        $"The server could not be started: {_redaction.Clean(cause.Message)} Telegram had been told before, so the webhook {ShownUrl} stays registered, "
        + "and Telegram keeps the updates for up to 24 hours. Fix the cause and start again; or call bot.DeleteWebhook() if this bot is not to have a webhook any more.",
        cause);

    /// <summary>The same for a start that was cancelled, whose exception is not ours to choose.</summary>
    public void LogStaysRegistered(ILogger logger) => WebhookLog.StaysRegistered(logger, ShownUrl);

    /// <summary>Reports subscribers for kinds of update that Telegram was not asked for.</summary>
    public AllowedUpdatesWatch WatchAllowedUpdates(UpdateReceiver receiver, ILogger logger) =>
        new(receiver, Request.AllowedUpdates, logger);

    /// <summary>
    /// Looks now and then whether Telegram reaches the server, and whether the webhook is still the one that was asked
    /// for.
    /// </summary>
    public WebhookInfoCheck CheckLater(
        WebhookExpectation expected, IUpdateInbox? inbox, ErrorReporter errors, TimeProvider time, ILogger logger) =>
        new(_bot, expected, inbox, errors, time, logger);

    // Pending updates were dropped at the start if that was asked for; what has come since then is wanted.
    private WebhookRegistration Again(InputFile? upload) => new(_bot, new SetWebhook(
        Request.Url, upload, Request.MaxConnections, Request.AllowedUpdates, Request.IpAddress,
        secretToken: Request.SecretToken));

    // To Telegram an empty token means none. Here it would mean that anybody may post updates, which nobody asks for by
    // leaving a setting empty.
    private static string? GivenIn(string? secretToken) => string.IsNullOrEmpty(secretToken) ? null : secretToken;

    private static InputFile PublicPart(ServerCertificate certificate) =>
        InputFile.FromBytes(Encoding.ASCII.GetBytes(certificate.PublicCertificatePem), "certificate.pem");
}
