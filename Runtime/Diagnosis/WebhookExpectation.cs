using System.Text;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>What a webhook should be like: what Telegram's account of it is compared with, and what is tried.</summary>
/// <remarks>Not a record, because it may hold the secret token.</remarks>
public sealed class WebhookExpectation
{
    /// <summary>
    /// The URL that Telegram should post to; without <c>://</c> it gets <c>https://</c>, as in
    /// <see cref="SetWebhook"/>.
    /// </summary>
    public required string Url
    {
        get;
        init => field = WebhookUrl.WithScheme(value);
    }

    /// <summary>
    /// What Telegram should send as <c>X-Telegram-Bot-Api-Secret-Token</c>. Default: null, the one that the one call
    /// derives from bot token and URL. The empty string: none.
    /// </summary>
    public string? SecretToken { get; init; }

    /// <summary>
    /// The kinds of update that should come, such as <see cref="IUpdatesFilter.AllowedUpdates"/> of the filter in use;
    /// an empty list means Telegram's default. Default: null, whatever Telegram was told before; a list that an earlier
    /// program left there is reported then.
    /// </summary>
    public IReadOnlyList<UpdateType>? AllowedUpdates { get; init; }

    /// <summary>The number of connections that was asked for. Default: null, not compared.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>The fixed IP address that was asked for. Default: null, none.</summary>
    public string? IpAddress { get; init; }

    /// <summary>
    /// The certificate that was uploaded, as PEM: then Telegram trusts nothing else. Default: null, none was.
    /// </summary>
    public string? CertificatePem { get; init; }

    /// <summary>Whether updates from before were to be dropped. Default false.</summary>
    public bool DropPendingUpdates { get; init; }

    /// <summary>
    /// When the webhook was registered: errors from before are none of its own. Default: null, which counts all errors.
    /// </summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What a registration asks for.</summary>
    /// <param name="request">The registration; a certificate given by file id counts as none, as it does for
    /// Telegram.</param>
    /// <exception cref="IOException">The certificate's file cannot be read.</exception>
    public static WebhookExpectation Of(SetWebhook request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Of(request, since: null, Read(request.Certificate));
    }

    /// <summary>Whether a certificate was uploaded; its text need not be known for that.</summary>
    internal bool HasUpload { get => field || CertificatePem is not null; init; }

    /// <summary>The URL with its path masked; never the secret token.</summary>
    public override string ToString() => $"webhook {WebhookUrl.Masked(Url)}";

    internal static WebhookExpectation Of(SetWebhook request, DateTimeOffset? since, string? certificatePem = null) => new()
    {
        Url = request.Url,
        SecretToken = request.SecretToken,
        AllowedUpdates = request.AllowedUpdates,
        MaxConnections = request.MaxConnections,
        IpAddress = string.IsNullOrEmpty(request.IpAddress) ? null : request.IpAddress,
        CertificatePem = certificatePem,
        HasUpload = request.Certificate is { IsUpload: true },
        DropPendingUpdates = request.DropPendingUpdates == true,
        Since = since,
    };

    // One that can be read only once is spent by the registration itself.
    private static string? Read(InputFile? certificate)
    {
        if (certificate is not { IsUpload: true, IsRepeatable: true })
            return null;
        using var content = certificate.Open();
        using var reader = new StreamReader(content, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
