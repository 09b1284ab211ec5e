using System.Net.Security;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// The certificate a running server serves, renewed while it runs: the key files are read again at an interval, and when their content has
/// changed, new connections get the new certificate. Files that cannot be used are reported once and the old certificate stays.
/// </summary>
/// <remarks>Contents are compared, not times or file system events: certbot and container secrets swap symbolic links, which watchers miss.</remarks>
internal sealed class ServerCertificateSource : IDisposable
{
    /// <summary>How often the key files are read; they are a few kilobytes.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ExpiryNotice = TimeSpan.FromDays(7);

    private readonly KeySource _source;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<WebhookKeyStoreException>? _onReloadFailed;
    private readonly Lock _gate = new();
    private readonly ITimer? _timer;
    private volatile ServerCertificate _current;
    private byte[] _fingerprint;
    private string? _reportedFailure;
    private ServerCertificate? _reportedExpiry;
    private bool _disposed;

    private ServerCertificateSource(
        KeySource source, TimeProvider time, ILogger logger, Action<WebhookKeyStoreException>? onReloadFailed, ServerCertificate first, byte[] fingerprint)
    {
        (_source, _time, _logger, _onReloadFailed) = (source, time, logger, onReloadFailed);
        (_current, _fingerprint) = (first, fingerprint);
        TlsLog.Loaded(logger, first.Name, first.NotAfter);
        NoticeExpiry();
        if (source.Paths.Count > 0)
            _timer = time.CreateTimer(_ => Reload(), null, PollInterval, PollInterval);
    }

    /// <summary>What new connections are served with.</summary>
    public ServerCertificate Current => _current;

    /// <summary>Loads the certificate and starts to watch its files.</summary>
    /// <param name="config">Where key and certificate come from.</param>
    /// <param name="time">The clock for validity and polling.</param>
    /// <param name="logger">Told of every load, of failures and of a coming expiry.</param>
    /// <param name="onReloadFailed">Told, once each, of changed files that cannot be used. What it throws is logged.</param>
    /// <exception cref="WebhookKeyStoreException">The certificate cannot be used.</exception>
    public static ServerCertificateSource Open(
        WebhookPrivateKeyConfig config, TimeProvider time, ILogger logger, Action<WebhookKeyStoreException>? onReloadFailed = null)
    {
        var source = config.Source;
        source.Prepare(time.GetUtcNow());
        var contents = KeyFiles.ReadAll(source.Paths);
        return new ServerCertificateSource(source, time, logger, onReloadFailed, ServerCertificate.Load(source, contents, time), Fingerprint(contents));
    }

    /// <summary>What Kestrel asks at the start of each connection; fits <see cref="TlsHandshakeCallbackOptions.OnConnection"/>.</summary>
    public ValueTask<SslServerAuthenticationOptions> OnConnection(TlsHandshakeCallbackContext context) =>
        // The context is shared by all connections, for it holds the prepared chain and the session cache.
        new(new SslServerAuthenticationOptions { ServerCertificateContext = _current.Context });

    /// <summary>Stops watching. The current certificate is disposed, so end the connections first.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            _timer?.Dispose();
            _current.Dispose();
        }
    }

    private void Reload()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            try
            {
                var contents = KeyFiles.ReadAll(_source.Paths);
                var fingerprint = Fingerprint(contents);
                if (!fingerprint.AsSpan().SequenceEqual(_fingerprint))
                    Replace(ServerCertificate.Load(_source, contents, _time), fingerprint);
                _reportedFailure = null;
            }
            catch (WebhookKeyStoreException unusable)
            {
                Report(unusable);
            }
            catch (Exception fault) when (KeyDecoding.IsParserFault(fault))
            {
                // On a timer's thread there is nobody to catch it, and it would end the process.
                Report(KeyErrors.DamagedCertificate(_current.Name, fault));
            }

            NoticeExpiry();
        }
    }

    private void Replace(ServerCertificate next, byte[] fingerprint)
    {
        // Connections in their handshake may still hold the old one: it is left to the garbage collector.
        var old = _current;
        (_current, _fingerprint) = (next, fingerprint);
        TlsLog.Reloaded(_logger, next.Name, next.NotAfter);
        if (old.HasRoot && old.PublicCertificatePem != next.PublicCertificatePem)
            TlsLog.UploadedCertificateChanged(_logger, next.Name);
    }

    private void Report(WebhookKeyStoreException unusable)
    {
        if (_reportedFailure == unusable.Message)
            return;
        _reportedFailure = unusable.Message;
        TlsLog.ReloadFailed(_logger, unusable, unusable.Message, _current.NotAfter);
        try
        {
            _onReloadFailed?.Invoke(unusable);
        }
        catch (Exception thrown)
        {
            TlsLog.CallbackFailed(_logger, thrown);
        }
    }

    private void NoticeExpiry()
    {
        if (_reportedExpiry == _current || _time.GetUtcNow() < _current.NotAfter - ExpiryNotice)
            return;
        _reportedExpiry = _current;
        TlsLog.ExpiresSoon(_logger, _current.Name, _current.NotAfter);
    }

    private static byte[] Fingerprint(IReadOnlyList<byte[]> contents)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var content in contents)
        {
            hash.AppendData(BitConverter.GetBytes(content.Length));
            hash.AppendData(content);
        }

        return hash.GetHashAndReset();
    }
}
