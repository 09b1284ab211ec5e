using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// How many connections may be open, and how long one may say nothing at all. Kestrel has no limit for the latter but
/// that of keep-alive.
/// </summary>
internal sealed class ConnectionLimits(int maxConnections, TimeProvider time, RefusalSummary refusals, ILogger logger)
{
    private static readonly TimeSpan FirstByteTimeout = TimeSpan.FromSeconds(15);

    private int _open;

    /// <summary>Closes connections beyond the limit. It stands before TLS, so that they cost no handshake.</summary>
    public ConnectionDelegate LimitCount(ConnectionDelegate next) => async connection =>
    {
        try
        {
            if (Interlocked.Increment(ref _open) <= maxConnections)
                await next(connection).ConfigureAwait(false);
            else
                refusals.Count(RefusalReason.TooManyConnections, (connection.RemoteEndPoint as IPEndPoint)?.Address);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    };

    /// <summary>
    /// Closes connections on which no first byte of a request comes. It stands behind TLS, whose handshake has a limit
    /// of its own.
    /// </summary>
    public ConnectionDelegate LimitSilence(ConnectionDelegate next) => async connection =>
    {
        if (await HasSpoken(connection).ConfigureAwait(false))
            await next(connection).ConfigureAwait(false);
    };

    private async Task<bool> HasSpoken(ConnectionContext connection)
    {
        using var patience = new CancellationTokenSource(FirstByteTimeout, time);
        var input = connection.Transport.Input;
        try
        {
            var first = await input.ReadAsync(patience.Token).ConfigureAwait(false);
            // Nothing is consumed or examined, so the server's own read finds it all.
            input.AdvanceTo(first.Buffer.Start);
            return !first.Buffer.IsEmpty;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ConnectionResetException or ConnectionAbortedException)
        {
            WebhookLog.Silent(logger);
            return false;
        }
    }
}
