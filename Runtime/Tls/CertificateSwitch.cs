using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// Which certificate is served, and when a renewed one takes its place: at once where clients trust it anyway; after it
/// has been given to them where they trust nothing but the old one.
/// </summary>
/// <remarks>
/// States: one is served (<c>_waiting</c> null); one is served and a renewed one waits for its registration, which runs
/// or has failed and is tried again at the next look at the files; a renewed one is served that clients, or some of
/// them, were not given (<c>_unfinished</c>), which is tried again likewise. A certificate that has expired is not held
/// on to, for it is refused as surely as an unknown one.
/// </remarks>
internal sealed class CertificateSwitch(
    ServerCertificate first, TimeProvider time, ILogger logger, Action<Exception> onFailure) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private volatile ServerCertificate _current = first;
    private Func<ServerCertificate, ServerCertificate, bool>? _isNeeded;
    private Func<ServerCertificate, CancellationToken, Task>? _register;
    private ServerCertificate? _waiting;
    private ServerCertificate? _unfinished;
    private Task _registration = Task.CompletedTask;
    private string? _reported;
    private bool _disposed;

    /// <summary>What new connections are served with.</summary>
    public ServerCertificate Current => _current;

    /// <summary>Sets what gives a renewed certificate to the clients.</summary>
    /// <param name="isNeeded">Whether clients that accept the first refuse the second until it is given to
    /// them.</param>
    /// <param name="register">
    /// Gives it to them. Throws <see cref="PartlyRegisteredException"/> when some of them have it now and others do
    /// not: it is served then, and this is called again.
    /// </param>
    public void RegisterFirst(
        Func<ServerCertificate, ServerCertificate, bool> isNeeded, Func<ServerCertificate, CancellationToken, Task> register)
    {
        lock (_gate)
            (_isNeeded, _register) = (isNeeded, register);
    }

    /// <summary>Takes over a renewed certificate, now or once it is registered.</summary>
    public void Offer(ServerCertificate next)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                next.Dispose();
                return;
            }

            _waiting?.Dispose();
            (_waiting, _unfinished) = (null, null);
            if (_isNeeded is null || !_isNeeded(_current, next))
            {
                ServeLocked(next);
                return;
            }

            _waiting = next;
            _reported = null;
            TlsLog.RenewedWaits(logger, next.Name, _current.NotAfter);
        }
    }

    /// <summary>Begins the registration of a certificate that waits for it, unless one is under way.</summary>
    public void RetryRegistration()
    {
        lock (_gate)
        {
            if ((_waiting ?? _unfinished) is not { } waiting || _disposed)
                return;
            if (_registration.IsCompleted)
                _registration = Register(waiting, _register!);
            if (_waiting == waiting && time.GetUtcNow() > _current.NotAfter)
            {
                ServeLocked(waiting);
                // Its registration goes on, and is tried again if it fails.
                _unfinished = waiting;
            }
        }
    }

    /// <summary>Ends a registration that is under way, then closes the certificates.</summary>
    public async ValueTask DisposeAsync()
    {
        Task registration;
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            registration = _registration;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await registration.ConfigureAwait(false);
        _current.Dispose();
        _waiting?.Dispose();
        _stop.Dispose();
    }

    private async Task Register(ServerCertificate renewed, Func<ServerCertificate, CancellationToken, Task> register)
    {
        // Not on the caller's stack: it holds the lock.
        await Task.Yield();
        try
        {
            await register(renewed, _stop.Token).ConfigureAwait(false);
            lock (_gate)
            {
                if (_disposed)
                    return;
                TlsLog.RenewedRegistered(logger, renewed.Name);
                if (_unfinished == renewed)
                    _unfinished = null;
                // Files that changed again meanwhile have their own turn at the next look.
                if (_waiting == renewed)
                    ServeLocked(renewed);
            }
        }
        catch (PartlyRegisteredException partly)
        {
            ServeUnfinished(renewed, partly);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception failed)
        {
            ReportFailure(renewed, failed);
        }
    }

    /// <summary>Those who have it trust nothing else now, so it is served; the others are tried again.</summary>
    private void ServeUnfinished(ServerCertificate renewed, PartlyRegisteredException partly)
    {
        lock (_gate)
        {
            if (_disposed || (_waiting != renewed && _unfinished != renewed))
                return;
            if (_waiting == renewed)
                ServeLocked(renewed);
            _unfinished = renewed;
        }

        if (!IsNew(partly))
            return;
        TlsLog.RenewedPartlyRegistered(logger, partly, renewed.Name);
        onFailure(partly);
    }

    private void ReportFailure(ServerCertificate renewed, Exception failed)
    {
        if (!IsNew(failed))
            return;
        TlsLog.RenewedNotRegistered(logger, failed, renewed.Name, _current.NotAfter);
        onFailure(failed);
    }

    private bool IsNew(Exception failed)
    {
        lock (_gate)
        {
            var isNew = _reported != failed.Message;
            _reported = failed.Message;
            return isNew;
        }
    }

    /// <summary>Call under the lock.</summary>
    private void ServeLocked(ServerCertificate next)
    {
        // Connections in their handshake may still hold the old one: it is left to the garbage collector.
        var old = _current;
        _waiting = null;
        _current = next;
        TlsLog.Reloaded(logger, next.Name, next.NotAfter);
        // Whether the old one was given to somebody is not known here.
        if (_register is null && old.HasRoot && old.PublicCertificatePem != next.PublicCertificatePem)
            TlsLog.UploadedCertificateChanged(logger, next.Name);
    }
}
