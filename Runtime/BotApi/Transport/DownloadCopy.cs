using System.Buffers;

namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>
/// Copies an answer's content to its destination piece by piece and remembers which of the two failed.
/// </summary>
internal sealed class DownloadCopy(Stream destination, AttemptTimer timer)
{
    private const int PieceSize = 64 * 1024;

    public bool HasWritten { get; private set; }

    public Exception? WriteFailure { get; private set; }

    /// <param name="content">What to copy.</param>
    /// <param name="cancellationToken">The caller's; writing is not held to the time in which the server must
    /// answer.</param>
    public async Task Run(HttpContent content, CancellationToken cancellationToken)
    {
        var piece = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            var source = await content.ReadAsStreamAsync(timer.Token).ConfigureAwait(false);
            await using var closing = source.ConfigureAwait(false);
            timer.Restart();
            while (await source.ReadAsync(piece, timer.Token).ConfigureAwait(false) is var count and > 0)
            {
                await Write(piece.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                timer.Restart();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private async Task Write(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        HasWritten = true;
        try
        {
            await destination.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            WriteFailure = error;
            throw;
        }
    }
}
