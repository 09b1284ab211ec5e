using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// Which certificate is served, and when a renewed one takes its place: at once where clients trust it anyway; after it has been given to
/// them where they trust nothing but the old one.
/// </summary>
/// <remarks>
/// States: one is served (<c>_waiting</c> null); one is served and a renewed one waits for its registration, which runs or has failed and is
/// tried again at the next look at the files. A certificate that has expired is not held on to, for it is refused as surely as an unknown one.
/// </remarks>
internal sealed class CertificateSwitch(ServerCertificate first, TimeProvider time, ILogger logger, Action<Exception> onFailure) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private volatile ServerCertificate _current = first;
    private Func<ServerCertificate, CancellationToken, Task>? _register;
    private ServerCertificate? _waiting;
    private Task _registration = Task.CompletedTask;
    private string? _reported;
    private bool _disposed;

    /// <summary>What new connections are served with.</summary>
    public ServerCertificate Current => _current;

    /// <summary>Sets what gives a renewed certificate to the clients.</summary>
    public void RegisterFirst(Func<ServerCertificate, CancellationToken, Task> register)
    {
        lock (_gate)
            _register = register;
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
            _waiting = null;
            if (_register is null || IsTrustedLike(_current, next))
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
            if (_waiting is not { } waiting || _disposed)
                return;
            if (_registration.IsCompleted)
                _registration = Register(waiting, _register!);
            if (_waiting == waiting && time.GetUtcNow() > _current.NotAfter)
                ServeLocked(waiting);
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
                // Files that changed again meanwhile have their own turn at the next look.
                if (_waiting == renewed)
                    ServeLocked(renewed);
            }
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

    private void ReportFailure(ServerCertificate renewed, Exception failed)
    {
        lock (_gate)
        {
            if (_reported == failed.Message)
                return;
            _reported = failed.Message;
        }

        TlsLog.RenewedNotRegistered(logger, failed, renewed.Name, _current.NotAfter);
        onFailure(failed);
    }

    /// <summary>Call under the lock.</summary>
    private void ServeLocked(ServerCertificate next)
    {
        // Connections in their handshake may still hold the old one: it is left to the garbage collector.
        var old = _current;
        _waiting = null;
        _current = next;
        TlsLog.Reloaded(logger, next.Name, next.NotAfter);
        if (_register is null && !IsTrustedLike(old, next))
            TlsLog.UploadedCertificateChanged(logger, next.Name);
    }

    /// <summary>Whether a client that was given what to trust for the old one accepts the new one.</summary>
    private static bool IsTrustedLike(ServerCertificate old, ServerCertificate next) => !old.HasRoot || old.PublicCertificatePem == next.PublicCertificatePem;
}
