using System.Net;

namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>A request's body that knows whether any of it can have left.</summary>
/// <remarks>
/// An HTTP handler obtains the bytes of a body only by asking the content to write them. A content that was never asked
/// is proof that the server cannot have executed the call, whatever went wrong and however often a handler tried to
/// connect.
/// </remarks>
internal abstract class RequestContent : HttpContent
{
    private const int Fresh = 0;
    private const int Started = 1;
    private const int Sealed = 2;

    private int _state = Fresh;

    /// <summary>Whether the same content can be sent once more.</summary>
    public virtual bool IsRepeatable => true;

    /// <summary>What went wrong while the content to send was read, as opposed to sending it.</summary>
    public Exception? ReadFailure { get; protected set; }

    /// <summary>
    /// The call's parameters as JSON, without the files; read only to find the secrets in them when the call fails.
    /// </summary>
    public ReadOnlyMemory<byte> Parameters { get; set; }

    /// <summary>Called with each piece that was handed to the connection.</summary>
    public Action? Progress { get; set; }

    /// <summary>Whether nothing was written; if so, nothing ever will be.</summary>
    public bool SealIfUnsent() => Interlocked.CompareExchange(ref _state, Sealed, Fresh) != Started;

    protected abstract Task Write(Stream stream, CancellationToken cancellationToken);

    protected sealed override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected sealed override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        Interlocked.CompareExchange(ref _state, Started, Fresh) == Sealed
            ? throw new InvalidOperationException("The request was given up before it was sent.")
            : Write(stream, cancellationToken);
}
