using System.Buffers.Text;
using System.Text;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Tls;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;
using Telegram.Webhooks.Runtime.Webhooks.Preflight;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>The <c>setWebhook</c> call of a start: what the caller asked for, completed by what follows from bot, key and filter.</summary>
internal sealed class WebhookRegistration
{
    private const int OutageAttempts = 50;

    private static readonly TimeSpan OutageLimit = TimeSpan.FromMinutes(5);

    private readonly TelegramBot _bot;
    private readonly SetWebhook _request;

    private WebhookRegistration(TelegramBot bot, SetWebhook request)
    {
        _bot = bot;
        _request = request;
    }

    /// <summary>What Telegram will send with each update.</summary>
    public string SecretToken => _request.SecretToken!;

    /// <summary>
    /// Fills in what was left out: a derived secret token, the kinds that the receiver's filter wants, and the public part of a
    /// self-signed key, or the root of an authority of one's own.
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

    /// <summary>Whether Telegram trusts nothing but what is uploaded with the registration.</summary>
    public bool Uploads => _request.Certificate is { IsUpload: true };

    /// <summary>Checks all that Telegram would refuse and that can be known here.</summary>
    /// <exception cref="WebhookStartException">Telegram would refuse the call, and drop the webhook that is set now.</exception>
    public void Preflight(ServerCertificate? certificate, TimeProvider time, ILogger logger) => Preflight(_request, certificate, time, logger);

    /// <summary>Registers again with a renewed certificate, everything else as it was.</summary>
    /// <exception cref="WebhookStartException">Telegram would refuse the call; it was not made.</exception>
    /// <exception cref="ApiRequestException">Telegram refused.</exception>
    /// <exception cref="BotApiConnectionException">Telegram could not be reached.</exception>
    public async Task RegisterRenewed(ServerCertificate renewed, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        // Pending updates were dropped at the start if that was asked for; what has come since then is wanted.
        var request = new SetWebhook(
            _request.Url, PublicPart(renewed), _request.MaxConnections, _request.AllowedUpdates, _request.IpAddress, secretToken: _request.SecretToken);
        Preflight(request, renewed, time, logger);
        await _bot.Execute(request, _bot.Retry, logger, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells Telegram; an outage is ridden out for some minutes, for a bot is often started together with its network.</summary>
    /// <exception cref="ApiRequestException">Telegram refused.</exception>
    /// <exception cref="BotApiConnectionException">Telegram could not be reached.</exception>
    public async Task Register(ILogger logger, CancellationToken cancellationToken)
    {
        var limits = _bot.Retry.MaxAttempts == 1 ? _bot.Retry : _bot.Retry with
        {
            MaxAttempts = Math.Max(_bot.Retry.MaxAttempts, OutageAttempts),
            MaxTotalTime = _bot.Retry.MaxTotalTime < OutageLimit ? OutageLimit : _bot.Retry.MaxTotalTime,
        };
        // To the server's log: the bot's own is off by default, and minutes without a word look like a hang.
        await _bot.Execute(_request, limits, logger, cancellationToken).ConfigureAwait(false);
        WebhookLog.Registered(logger, WebhookUrl.WithoutUserInfo(_request.Url));
    }

    /// <summary>What to throw when the server could not be started after all.</summary>
    /// <remarks>
    /// The webhook is not deleted: another instance may be listening at the same URL, and Telegram keeps what it cannot deliver for a day,
    /// so the next start misses nothing.
    /// </remarks>
    public WebhookStartException StaysRegistered(Exception cause) => new(
        $"The server could not be started: {cause.Message} Telegram had been told before, so the webhook {WebhookUrl.WithoutUserInfo(_request.Url)} stays registered, "
        + "and Telegram keeps the updates for up to 24 hours. Mend the cause and start again; or call bot.DeleteWebhook() if this bot is not to have a webhook any more.",
        cause);

    /// <summary>The same for a start that was cancelled, whose exception is not ours to choose.</summary>
    public void LogStaysRegistered(ILogger logger) => WebhookLog.StaysRegistered(logger, WebhookUrl.WithoutUserInfo(_request.Url));

    /// <summary>Reports subscribers for kinds of update that Telegram was not asked for.</summary>
    public AllowedUpdatesWatch WatchAllowedUpdates(UpdateReceiver receiver, ILogger logger) => new(receiver, _request.AllowedUpdates, logger);

    /// <summary>Looks now and then whether Telegram reaches the server.</summary>
    public WebhookInfoCheck CheckLater(DateTimeOffset startedAt, ErrorReporter errors, TimeProvider time, ILogger logger) =>
        new(_bot, startedAt, errors, time, logger);

    // To Telegram an empty token means none. Here it would mean that anybody may post updates, which nobody asks for by leaving a setting empty.
    private static string? GivenIn(string? secretToken) => string.IsNullOrEmpty(secretToken) ? null : secretToken;

    private static InputFile PublicPart(ServerCertificate certificate) =>
        InputFile.FromBytes(Encoding.ASCII.GetBytes(certificate.PublicCertificatePem), "certificate.pem");

    private void Preflight(SetWebhook request, ServerCertificate? certificate, TimeProvider time, ILogger logger)
    {
        var problems = WebhookPreflight.Check(new PreflightInput
        {
            Url = request.Url,
            SecretToken = request.SecretToken,
            MaxConnections = request.MaxConnections,
            IpAddress = request.IpAddress,
            Certificate = UploadedCertificate(request),
            CertificateIsFileId = request.Certificate is { IsUpload: false },
            Served = certificate,
            IsTelegramCloud = _bot.IsTelegramCloud,
            Now = time.GetUtcNow(),
        }).ToLookup(problem => problem.Severity, problem => problem.Text);
        foreach (var warning in problems[PreflightSeverity.Warning])
            WebhookLog.PreflightWarning(logger, warning);
        if (problems.Contains(PreflightSeverity.Error))
            throw new WebhookStartException([.. problems[PreflightSeverity.Error]]);
    }

    private static byte[]? UploadedCertificate(SetWebhook request)
    {
        if (request.Certificate is not { IsUpload: true } file)
            return null;
        if (!file.IsRepeatable)
            throw new WebhookStartException("The certificate to upload is a stream that can be read only once, so it cannot be checked before it is sent. Give a file or bytes.");
        try
        {
            using var content = file.Open();
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            return copy.ToArray();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new WebhookStartException($"The certificate to upload, {file.FileName}, cannot be read: {unreadable.Message} The webhook at Telegram was not touched.", unreadable);
        }
    }
}
