using System.Net.Sockets;

namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>
/// Bytes that came in on a connection. What is read ahead stays for the next answer, which is how an unasked 100
/// Continue shifts all answers after it.
/// </summary>
internal sealed class ResponseBuffer(Stream stream, Socket socket, ActivityPart activity)
{
    private readonly byte[] _block = new byte[16 * 1024];
    private byte[] _data = [];
    private int _start;
    private int _end;
    private Task<int>? _reading;

    public ReadOnlySpan<byte> Unread => _data.AsSpan(_start, _end - _start);

    /// <summary>
    /// Reads more, or notices while idle that the other side is gone. Starts at most one read at a time.
    /// </summary>
    public Task<int> Reading(CancellationToken cancellationToken) =>
        _reading ??= stream.ReadAsync(_block, cancellationToken).AsTask();

    /// <summary>Waits for more bytes. False at the end of the stream.</summary>
    public async Task<bool> Fill(CancellationToken cancellationToken, CancellationToken patience)
    {
        var read = Reading(cancellationToken);
        var waiting = read.WaitAsync(patience);
        activity.Waits(() => read.IsCompleted || waiting.IsCompleted || HasMore());
        int count;
        try
        {
            count = await waiting.ConfigureAwait(false);
        }
        catch (IOException error)
        {
            throw DeliveryFailure.Of(error);
        }
        finally
        {
            activity.Works();
        }
        _reading = null;
        Append(_block.AsSpan(0, count));
        return count > 0;
    }

    /// <summary>Whether the system has bytes, or the end of the stream, that were not read yet.</summary>
    public bool HasMore() => socket.IsReady(SelectMode.SelectRead);

    public byte[] Take(int count)
    {
        var taken = Unread[..count].ToArray();
        _start += count;
        return taken;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_end + bytes.Length > _data.Length)
        {
            var unread = Unread.ToArray();
            _data = new byte[Math.Max(2 * (unread.Length + bytes.Length), _block.Length)];
            unread.CopyTo(_data, 0);
            (_start, _end) = (0, unread.Length);
        }
        bytes.CopyTo(_data.AsSpan(_end));
        _end += bytes.Length;
    }
}
