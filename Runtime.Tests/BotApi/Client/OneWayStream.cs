namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

/// <summary>A stream that can be read once, as one from a network; without content, one that fails.</summary>
internal sealed class OneWayStream(byte[]? content) : Stream
{
    private readonly MemoryStream _content = new(content ?? []);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        content is null ? throw new InvalidDataException("broken source") : _content.Read(buffer, offset, count);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _content.Dispose();
        base.Dispose(disposing);
    }
}
