using System.Net;
using System.Net.Sockets;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>Where an examination connects to, as Telegram would: one address, one port, a time for each step.</summary>
internal sealed class WebhookConnection(TelegramUrl url, IPAddress address, TimeSpan timeout)
{
    public TelegramUrl Url => url;

    public IPAddress Address => address;

    public async Task<NetworkStream> Open(CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await Limit(token => socket.ConnectAsync(address, url.Port, token).AsTask(), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Runs one step; a step that takes too long ends with a <see cref="TimeoutException"/>.</summary>
    public async Task Limit(Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            await step(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"It took more than {timeout.TotalSeconds:0.#} s.");
        }
    }
}
