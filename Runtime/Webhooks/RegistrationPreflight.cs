using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Tls;
using Telegram.Webhooks.Runtime.Webhooks.Preflight;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// Checks a registration before Telegram is called, for a refused call makes Telegram drop the webhook that is set.
/// Errors go into the start's problems; warnings are logged once the start is known to go on.
/// </summary>
internal sealed class RegistrationPreflight
{
    private static readonly TimeSpan LookupTimeout = TimeSpan.FromSeconds(3);

    private readonly TelegramBot _bot;
    private readonly SetWebhook _asked;
    private readonly string? _secretToken;
    private readonly StartProblems _problems;
    private readonly ILogger _logger;
    private readonly Redaction _redaction;
    private readonly TelegramUrl? _url;
    private readonly List<string> _warnings = [];
    private int? _servedPort;

    public RegistrationPreflight(
        TelegramBot bot, SetWebhook asked, string? secretToken, StartProblems problems, ILogger logger)
    {
        (_bot, _asked, _secretToken, _problems, _logger) = (bot, asked, secretToken, problems, logger);
        _redaction = bot.Redact(secretToken, asked.SecretToken);
        _url = TelegramUrl.Parse(asked.Url).Url;
    }

    /// <summary>The certificate to upload as it was checked; null when there is none.</summary>
    public byte[]? Checked { get; private set; }

    /// <summary>Checks a registration that is made again while the server runs.</summary>
    /// <exception cref="WebhookStartException">Telegram would refuse the call, and drop the webhook that is set
    /// now.</exception>
    public static void Require(
        TelegramBot bot, SetWebhook request, ServerCertificate? served, DateTimeOffset now, ILogger logger)
    {
        var problems = new StartProblems(bot.Redact(request.SecretToken));
        var preflight = new RegistrationPreflight(bot, request, null, problems, logger);
        preflight.Take(WebhookPreflight.CheckRequest(preflight.Input(request, request.SecretToken, null, null, now)));
        preflight.CheckCertificate(request, served, now);
        problems.ThrowIfAny();
        preflight.LogWarnings(served: null);
    }

    /// <summary>What a registration uploads; null when it is nothing.</summary>
    /// <exception cref="WebhookStartException">It cannot be read, or not without being spent.</exception>
    public static byte[]? Uploaded(SetWebhook request)
    {
        if (request.Certificate is not { IsUpload: true } file)
            return null;
        if (!file.IsRepeatable)
        {
            throw new WebhookStartException(
                "The certificate to upload is a stream that can be read only once, so it cannot be checked before it is sent. "
                + "Give a file or bytes.");
        }

        try
        {
            using var content = file.Open();
            return ReadUpTo(CertificatePreflight.MaxBytes, content);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new WebhookStartException(
                $"The certificate to upload, {file.FileName}, cannot be read: {unreadable.Message} "
                + "The webhook at Telegram was not touched.",
                unreadable);
        }
    }

    /// <summary>
    /// What can be known without the key: Telegram's rules, and whether the URL leads to what is listened on.
    /// </summary>
    public void CheckRequest(WebhookTarget? target, WebhookPath? path, bool tlsEndsAtProxy)
    {
        Take(WebhookPreflight.CheckRequest(Input(_asked, _secretToken ?? _asked.SecretToken, null, null, default)));
        // Where the server ends TLS itself, nobody on the way can read a path, so nobody can change it; a port can be
        // forwarded.
        if (_url is null || target?.PrivateKeyConfig is null || tlsEndsAtProxy)
            return;
        if (path is { } listened && !listened.Matches(TelegramUrl.Decoded(_url.Path)))
        {
            _problems.Add(
                $"The webhook URL's path ({_url.Target}) is not the sub-route that is listened on ({(listened.ToString() is { Length: > 0 } shown ? shown : "/")}): every update would be answered 404. "
                + "Give both the same path. (If a proxy in front of the server speaks TLS with Telegram and changes the path, set "
                + $"{nameof(WebhookServerOptions)}.{nameof(WebhookServerOptions.TlsEndsAtProxy)}.)");
        }

        _servedPort = _url.Port;
    }

    /// <summary>What needs the key, or the file to upload.</summary>
    public void CheckCertificate(SetWebhook request, ServerCertificate? served, DateTimeOffset now)
    {
        try
        {
            Checked = Uploaded(request);
            Take(CertificatePreflight.Check(Input(request, null, served, Checked, now), _url));
        }
        catch (WebhookStartException unreadable)
        {
            _problems.Add(unreadable);
        }
    }

    /// <summary>
    /// Where the name leads. What DNS says here may differ from what it says to Telegram, so this only warns.
    /// </summary>
    public async Task LookUpHost(HostLookup lookup, CancellationToken cancellationToken)
    {
        if (_problems.Any || !_bot.IsTelegramCloud || _url is null || _url.Address is not null
            || !string.IsNullOrEmpty(_asked.IpAddress))
            return;
        var findings = new FindingList(_redaction);
        await HostFindings.Examine(_url.Host, isTelegramCloud: true, telegramsAddress: null, lookup, LookupTimeout, findings, cancellationToken).ConfigureAwait(false);
        _warnings.AddRange(findings.All.Select(finding => finding.Text));
    }

    /// <summary>It goes on.</summary>
    /// <param name="served">The port that is listened on; null when it was checked before.</param>
    public void LogWarnings(int? served)
    {
        if (served is { } port && _servedPort is { } registered && registered != port)
        {
            _warnings.Add(
                $"The webhook URL's port is {registered}, and the server listens on {port} and speaks TLS itself: updates come only if port {registered} is forwarded to {port}. "
                + $"If nothing does that, listen on {registered}, or register a URL with the port that is listened on.");
        }

        foreach (var warning in _warnings)
            WebhookLog.PreflightWarning(_logger, _redaction.Clean(warning));
    }

    private void Take(IReadOnlyList<PreflightProblem> found)
    {
        foreach (var problem in found)
        {
            if (problem.Severity == PreflightSeverity.Error)
                _problems.Add(problem.Text);
            else
                _warnings.Add(problem.Text);
        }
    }

    private PreflightInput Input(SetWebhook request, string? secretToken, ServerCertificate? served, byte[]? uploaded, DateTimeOffset now) => new()
    {
        Url = request.Url,
        SecretToken = secretToken,
        MaxConnections = request.MaxConnections,
        IpAddress = request.IpAddress,
        Certificate = uploaded,
        CertificateIsFileId = request.Certificate is { IsUpload: false },
        Served = served,
        IsTelegramCloud = _bot.IsTelegramCloud,
        Now = now,
    };

    /// <summary>A backup that is named by mistake is not read into memory.</summary>
    private static byte[] ReadUpTo(int most, Stream content)
    {
        if (content.CanSeek && content.Length - content.Position is var length && length > most)
            throw new WebhookStartException(CertificatePreflight.TooBig($"{length}"));
        var bytes = new byte[most + 1];
        var count = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return count <= most
            ? bytes[..count]
            : throw new WebhookStartException(CertificatePreflight.TooBig($"more than {most}"));
    }
}
