namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

/// <summary>Content that can be read once; without content, a stream that fails.</summary>
internal sealed class OneWayStream(byte[]? content) : ForwardOnlyStream
{
    private int _position;

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (content is null)
            throw new InvalidDataException("broken source");
        var given = Math.Min(count, content.Length - _position);
        content.AsSpan(_position, given).CopyTo(buffer.AsSpan(offset));
        _position += given;
        return given;
    }
}
