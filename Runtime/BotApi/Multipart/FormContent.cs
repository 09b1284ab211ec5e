using System.Buffers;
using System.Net.Http.Headers;
using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.BotApi.Multipart;

/// <summary>
/// A form on its way: parameters first, then each file straight from its stream, never held in memory as a whole.
/// </summary>
internal sealed class FormContent : RequestContent
{
    private const int PieceSize = 64 * 1024;
    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();

    private readonly MultipartForm _form;
    private readonly string _boundary = "form-" + Guid.NewGuid().ToString("N");
    private readonly byte[] _fields;
    private readonly byte[] _end;
    private readonly List<(InputFile File, byte[] Header, Stream Content)> _files = [];

    /// <exception cref="IOException">A file cannot be opened; nothing was sent.</exception>
    public FormContent(MultipartForm form)
    {
        _form = form;
        _fields = FieldParts(form, _boundary);
        _end = PartHeader.End(_boundary);
        Headers.ContentType = new MediaTypeHeaderValue("multipart/form-data") { Parameters = { new NameValueHeaderValue("boundary", _boundary) } };
        try
        {
            foreach (var (name, file) in form.Files)
                _files.Add((file, PartHeader.OfFile(_boundary, name, file.FileName!), file.Open()));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override bool IsRepeatable => _form.IsRepeatable;

    /// <summary>The bytes of the largest file; what cannot seek does not tell its size and counts as nothing.</summary>
    public long LargestFile =>
        _files.Max(file => file.Content.CanSeek ? file.Content.Length - file.Content.Position : 0);

    /// <summary>
    /// The most bytes that a file may have; reading one that turns out longer fails. Unlimited by default.
    /// </summary>
    public long MaxFileBytes { get; set; } = long.MaxValue;

    protected override async Task Write(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_fields, cancellationToken).ConfigureAwait(false);
        var piece = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            foreach (var (file, header, content) in _files)
            {
                Begin(file);
                await stream.WriteAsync(header, cancellationToken).ConfigureAwait(false);
                await Copy(file, content, stream, piece, cancellationToken).ConfigureAwait(false);
                await stream.WriteAsync(LineEnd, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
        await stream.WriteAsync(_end, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _fields.Length + _end.Length;
        foreach (var (_, header, content) in _files)
        {
            if (!content.CanSeek)
                return false;
            length += header.Length + content.Length - content.Position + LineEnd.Length;
        }
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _files.ForEach(file => file.Content.Dispose());
        base.Dispose(disposing);
    }

    private void Begin(InputFile file)
    {
        try
        {
            file.BeginReading();
        }
        catch (InvalidOperationException error)
        {
            ReadFailure = error;
            throw;
        }
    }

    private async Task Copy(
        InputFile file, Stream source, Stream destination, byte[] piece, CancellationToken cancellationToken)
    {
        var copied = 0L;
        while (await ReadPiece(source, piece, cancellationToken).ConfigureAwait(false) is var count and > 0)
        {
            copied += count;
            if (copied > MaxFileBytes)
                throw ReadFailure = new InvalidDataException($"The content to upload as '{file.FileName}' is longer than the {MaxFileBytes / (1024 * 1024)} MiB that are allowed here.");
            await destination.WriteAsync(piece.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            // What is too small to fill the connection's buffer would otherwise wait for the rest of a slow source.
            await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
            Progress?.Invoke();
        }
    }

    private async Task<int> ReadPiece(Stream source, byte[] piece, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(piece, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            ReadFailure = error;
            throw;
        }
    }

    private static byte[] FieldParts(MultipartForm form, string boundary)
    {
        var parts = new ArrayBufferWriter<byte>();
        foreach (var (name, value) in form.Fields)
        {
            parts.Write(PartHeader.OfField(boundary, name));
            parts.Write(value);
            parts.Write(LineEnd);
        }
        return parts.WrittenSpan.ToArray();
    }
}
