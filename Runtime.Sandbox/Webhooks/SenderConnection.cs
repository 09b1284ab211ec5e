using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>
/// One connection to the webhook: opened at once, one request after another, closed after a minute without anything to
/// do. Everything that happens is reported; the sender decides.
/// </summary>
internal sealed class SenderConnection(
    WebhookSettings settings, IPAddress address, int addressGeneration, TimeProvider time, ChannelWriter<ConnectionReport> reports, ActivityPart activity)
{
    /// <summary>How long a connection waits for work, for an answer, or to be opened.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<byte[]> _requests = Channel.CreateBounded<byte[]>(1);

    /// <summary>Which of the host's addresses it goes to; an old one is left after its next answer.</summary>
    public int AddressGeneration { get; } = addressGeneration;

    /// <summary>What is under way, if anything.</summary>
    public LoadedUpdate? InFlight { get; set; }

    /// <summary>Since when it waits for work.</summary>
    public TimeSpan FreeSince { get; set; }

    /// <summary>Sends a request. One at a time: only after the last one was reported.</summary>
    public void Send(byte[] request) => _requests.Writer.TryWrite(request);

    /// <summary>No more requests: the connection ends.</summary>
    public void Close() => _requests.Writer.TryComplete();

    public async Task Run(CancellationToken cancellationToken)
    {
        using var running = activity;
        try
        {
            var (stream, socket) = await Open(cancellationToken).ConfigureAwait(false);
            await using var closing = stream.ConfigureAwait(false);
            await Serve(stream, socket, cancellationToken).ConfigureAwait(false);
        }
        catch (DeliveryFailure failure)
        {
            reports.TryWrite(new ConnectionReport(this, null, failure));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The webhook is gone, and its connections with it.
            return;
        }
    }

    private async Task<(Stream Stream, Socket Socket)> Open(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var socket = await WebhookTransport.Connect(settings, address, both.Token).ConfigureAwait(false);
            var securing = WebhookTransport.Secure(socket, settings, both.Token);
            activity.Waits(() => securing.IsCompleted || socket.IsReady(SelectMode.SelectRead));
            return (await securing.ConfigureAwait(false), socket);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DeliveryFailure("Connection timed out");
        }
        finally
        {
            activity.Works();
        }
    }

    private async Task Serve(Stream stream, Socket socket, CancellationToken cancellationToken)
    {
        var buffer = new ResponseBuffer(stream, socket, activity);
        var reader = new ResponseReader(buffer);
        var idleSince = time.GetTimestamp();
        while (await NextRequest(buffer, idleSince, cancellationToken).ConfigureAwait(false) is { } request)
        {
            WebhookResponse response;
            try
            {
                await Write(stream, socket, request, cancellationToken).ConfigureAwait(false);
                response = await Read(reader, cancellationToken).ConfigureAwait(false);
            }
            catch (DeliveryFailure failure) when (failure.Code != 0)
            {
                await Complain(stream, failure.Code, cancellationToken).ConfigureAwait(false);
                throw;
            }
            // Before the report: by it others learn that the minute runs.
            idleSince = time.GetTimestamp();
            reports.TryWrite(new ConnectionReport(this, response, null));
        }
    }

    /// <summary>
    /// Waits for work; null when told to close. Ends when the server hangs up or nothing comes for a minute.
    /// </summary>
    private async Task<byte[]?> NextRequest(ResponseBuffer buffer, long idleSince, CancellationToken cancellationToken)
    {
        if (_requests.Reader.TryRead(out var waiting)) return waiting;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var request = _requests.Reader.WaitToReadAsync(ended.Token).AsTask();
        var left = Patience - time.GetElapsedTime(idleSince);
        var idle = Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, ended.Token);
        try
        {
            // Bytes that come unasked are kept: the next request takes them for its answer.
            var reading = buffer.Reading(cancellationToken);
            var gone = GoneWhenEmpty(reading);
            activity.Waits(() => request.IsCompleted || idle.IsCompleted || gone.IsCompleted || HasOrders() || buffer.HasMore());
            var first = await Task.WhenAny(request, idle, gone).ConfigureAwait(false);
            if (first == request || _requests.Reader.TryPeek(out _))
                return await request.ConfigureAwait(false) && _requests.Reader.TryRead(out waiting) ? waiting : null;
            throw DeliveryFailure.Closed();
        }
        finally
        {
            activity.Works();
            await ended.CancelAsync().ConfigureAwait(false);
        }
    }

    private bool HasOrders() => _requests.Reader.TryPeek(out _) || _requests.Reader.Completion.IsCompleted;

    private static async Task GoneWhenEmpty(Task<int> reading)
    {
        try
        {
            if (await reading.ConfigureAwait(false) == 0) return;
        }
        catch (IOException)
        {
            return;
        }
        await new TaskCompletionSource().Task.ConfigureAwait(false);
    }

    private async Task Write(Stream stream, Socket socket, byte[] request, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var writing = stream.WriteAsync(request, both.Token).AsTask();
            activity.Waits(() => writing.IsCompleted || socket.IsReady(SelectMode.SelectWrite));
            await writing.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DeliveryFailure("Write timeout expired");
        }
        catch (IOException error)
        {
            throw DeliveryFailure.Of(error);
        }
        finally
        {
            activity.Works();
        }
    }

    private async Task<WebhookResponse> Read(ResponseReader reader, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await reader.Read(cancellationToken, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DeliveryFailure("Read timeout expired");
        }
    }

    /// <summary>
    /// An answer it cannot accept is answered in turn, which to the server looks like a malformed request.
    /// </summary>
    private static async Task Complain(Stream stream, int code, CancellationToken cancellationToken)
    {
        var reason = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(code);
        var text = string.Create(
            CultureInfo.InvariantCulture, $"HTTP/1.1 {code} {reason}\r\nContent-Length: 0\r\n\r\n");
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It hung up first; there is nobody left to tell.
            return;
        }
    }
}
