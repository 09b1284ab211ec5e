using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Telemetry;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// The certificate a running server serves, renewed while it runs: the key files are read again at an interval, and
/// when their content has changed, new connections get the new certificate. Files that cannot be used are reported once
/// and the old certificate stays.
/// </summary>
/// <remarks>
/// Contents are compared, not times or file system events: certbot and container secrets swap symbolic links, which
/// watchers miss. A renewed certificate that clients must be given first is served once that is done; see
/// <see cref="CertificateSwitch"/>.
/// </remarks>
internal sealed class ServerCertificateSource : IAsyncDisposable
{
    /// <summary>How often the key files are read; they are a few kilobytes.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ExpiryNotice = TimeSpan.FromDays(7);

    private readonly KeySource _source;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<Exception>? _onFailure;
    private readonly CertificateSwitch _switch;
    private readonly ITimer? _timer;
    private readonly IDisposable? _observed;

    // Used by the one look at the files that runs at a time.
    private byte[] _fingerprint;
    private string? _reportedFailure;
    private ServerCertificate? _reportedExpiry;

    private int _isLooking;
    private volatile bool _disposed;

    private ServerCertificateSource(
        KeySource source, TimeProvider time, ILogger logger, Action<Exception>? onFailure, ServerCertificate first, byte[] fingerprint)
    {
        (_source, _time, _logger, _onFailure, _fingerprint) = (source, time, logger, onFailure, fingerprint);
        _switch = new CertificateSwitch(first, time, logger, Tell);
        TlsLog.Loaded(logger, first.Name, first.NotAfter);
        NoticeExpiry();
        _observed = StateTelemetry.ObserveCertificate(
            () => (Current.NotAfter - time.GetUtcNow()).TotalDays, first.Certificate.Subject);
        if (source.Paths.Count > 0)
            _timer = time.CreateTimer(_ => Look(), null, PollInterval, PollInterval);
    }

    /// <summary>What new connections are served with.</summary>
    public ServerCertificate Current => _switch.Current;

    /// <summary>Loads the certificate and starts to watch its files.</summary>
    /// <param name="config">Where key and certificate come from.</param>
    /// <param name="time">The clock for validity and polling.</param>
    /// <param name="logger">Gets every load, failures and a coming expiry.</param>
    /// <param name="onFailure">
    /// Gets, once each, changed files that cannot be used, and registrations of a renewed certificate that failed. What
    /// it throws is logged.
    /// </param>
    /// <exception cref="WebhookKeyStoreException">The certificate cannot be used.</exception>
    public static ServerCertificateSource Open(
        WebhookPrivateKeyConfig config, TimeProvider time, ILogger logger, Action<Exception>? onFailure = null)
    {
        var source = config.Source;
        source.Prepare(time.GetUtcNow());
        var contents = KeyFiles.ReadAll(source.Paths);
        return new ServerCertificateSource(
            source, time, logger, onFailure, ServerCertificate.Load(source, contents, time), Fingerprint(contents));
    }

    /// <summary>
    /// From now on, a renewed certificate that clients must be given is served only once <paramref name="register"/>
    /// has given it to them.
    /// </summary>
    /// <param name="isNeeded">Whether clients that accept the first refuse the second until it is given to
    /// them.</param>
    /// <param name="register">Gives it to them. While it fails, the old certificate is served and it is called again at
    /// each look at the files.</param>
    public void RegisterRenewals(
        Func<ServerCertificate, ServerCertificate, bool> isNeeded, Func<ServerCertificate, CancellationToken,
        Task> register) =>
        _switch.RegisterFirst(isNeeded, register);

    /// <summary>
    /// Stops watching, without waiting for a look at the files that is under way. The current certificate is disposed,
    /// so end the connections first.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        _observed?.Dispose();
        if (_timer is not null)
            await _timer.DisposeAsync().ConfigureAwait(false);
        await _switch.DisposeAsync().ConfigureAwait(false);
    }

    private void Look()
    {
        // A file may ask for seconds of computing: nobody waits for that, and the next tick leaves it alone.
        if (_disposed || Interlocked.Exchange(ref _isLooking, 1) == 1)
            return;
        try
        {
            Reload();
            _switch.RetryRegistration();
            NoticeExpiry();
        }
        finally
        {
            Volatile.Write(ref _isLooking, 0);
        }
    }

    private void Reload()
    {
        try
        {
            var contents = KeyFiles.ReadAll(_source.Paths);
            var fingerprint = Fingerprint(contents);
            if (!fingerprint.AsSpan().SequenceEqual(_fingerprint))
            {
                var next = ServerCertificate.Load(_source, contents, _time);
                _fingerprint = fingerprint;
                _switch.Offer(next);
            }

            _reportedFailure = null;
        }
        catch (WebhookKeyStoreException unusable)
        {
            Report(unusable);
        }
        catch (Exception fault) when (KeyDecoding.IsParserFault(fault))
        {
            // On a timer's thread there is nobody to catch it, and it would end the process.
            Report(KeyErrors.DamagedCertificate(Current.Name, fault));
        }
    }

    private void Report(WebhookKeyStoreException unusable)
    {
        if (_reportedFailure == unusable.Message)
            return;
        _reportedFailure = unusable.Message;
        TlsLog.ReloadFailed(_logger, unusable, unusable.Message, Current.NotAfter);
        Tell(unusable);
    }

    private void Tell(Exception failure)
    {
        try
        {
            _onFailure?.Invoke(failure);
        }
        catch (Exception thrown)
        {
            TlsLog.CallbackFailed(_logger, thrown);
        }
    }

    private void NoticeExpiry()
    {
        var current = Current;
        if (_reportedExpiry == current || _time.GetUtcNow() < current.NotAfter - ExpiryNotice)
            return;
        _reportedExpiry = current;
        TlsLog.ExpiresSoon(_logger, current.Name, current.NotAfter);
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
