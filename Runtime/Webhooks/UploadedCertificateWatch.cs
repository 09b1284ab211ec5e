using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Delivery;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// Looks every minute at the certificate that was uploaded for what ends TLS in front of the webhook, such as a proxy
/// with a self-signed one. Telegram trusts nothing else, so when the file is renewed, Telegram is given the new one.
/// </summary>
internal sealed class UploadedCertificateWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Func<byte[]> _read;
    private readonly Func<byte[], CancellationToken, Task> _register;
    private readonly ErrorReporter _errors;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private byte[] _registered;
    private string? _reported;

    /// <param name="registered">What Telegram was given at the start.</param>
    /// <param name="read">Reads the file.</param>
    /// <param name="register">Gives Telegram what is in it now. While it fails, it is called again every
    /// minute.</param>
    /// <param name="errors">Where failures go, each once.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public UploadedCertificateWatch(
        byte[] registered,
        Func<byte[]> read,
        Func<byte[], CancellationToken, Task> register,
        ErrorReporter errors,
        TimeProvider time,
        ILogger logger)
    {
        (_registered, _read, _register, _errors, _time, _logger) = (registered, read, register, errors, time, logger);
        _running = Run(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task Run(CancellationToken stop)
    {
        while (true)
        {
            await Task.Delay(Interval, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
                return;
            await Look(stop).ConfigureAwait(false);
        }
    }

    private async Task Look(CancellationToken stop)
    {
        try
        {
            var content = _read();
            if (!content.AsSpan().SequenceEqual(_registered))
            {
                await _register(content, stop).ConfigureAwait(false);
                _registered = content;
                WebhookLog.UploadRenewed(_logger);
            }

            _reported = null;
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception failed)
        {
            if (_reported == failed.Message)
                return;
            _reported = failed.Message;
            _errors.Report(new WebhookException(
                WebhookStage.Certificate,
                $"The certificate that was uploaded to Telegram has changed and could not be registered again. "
                + $"It is tried every minute. {failed.Message}",
                failed));
        }
    }
}
