namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>
/// Bytes that came in on a connection. What is read ahead stays for the next answer, which is how an unasked 100 Continue
/// shifts all answers after it.
/// </summary>
internal sealed class ResponseBuffer(Stream stream)
{
    private readonly byte[] block = new byte[16 * 1024];
    private byte[] data = [];
    private int start;
    private int end;
    private Task<int>? reading;

    public ReadOnlySpan<byte> Unread => data.AsSpan(start, end - start);

    /// <summary>Reads more, or notices while idle that the other side is gone. Starts at most one read at a time.</summary>
    public Task<int> Reading(CancellationToken cancellationToken) => reading ??= stream.ReadAsync(block, cancellationToken).AsTask();

    /// <summary>Waits for more bytes. False at the end of the stream.</summary>
    public async Task<bool> Fill(CancellationToken cancellationToken, CancellationToken patience)
    {
        var read = Reading(cancellationToken);
        int count;
        try
        {
            count = await read.WaitAsync(patience);
        }
        catch (IOException error)
        {
            throw DeliveryFailure.Of(error);
        }
        reading = null;
        Append(block.AsSpan(0, count));
        return count > 0;
    }

    public byte[] Take(int count)
    {
        var taken = Unread[..count].ToArray();
        start += count;
        return taken;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (end + bytes.Length > data.Length)
        {
            var unread = Unread.ToArray();
            data = new byte[Math.Max(2 * (unread.Length + bytes.Length), block.Length)];
            unread.CopyTo(data, 0);
            (start, end) = (0, unread.Length);
        }
        bytes.CopyTo(data.AsSpan(end));
        end += bytes.Length;
    }
}
