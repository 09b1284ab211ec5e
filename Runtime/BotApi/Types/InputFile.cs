using System.Text.Json;
using System.Text.Json.Serialization;
using Telegram.Webhooks.Runtime.BotApi.Json;

namespace Telegram.Webhooks.Runtime.Types;

/// <summary>
/// A file as a request takes it: one that Telegram already has or fetches itself, or content to upload.
/// </summary>
/// <remarks>
/// Immutable and reusable. Converts implicitly from <see cref="FileInfo"/>, <see cref="Stream"/>, an array of bytes and
/// <see cref="Uri"/>, and from a text that is a file id or an http(s) URL. A path is no such text, so that words from a
/// user never become a file of this machine: see <see cref="FromPath"/>. Source:
/// https://core.telegram.org/bots/api#inputfile
/// </remarks>
[JsonConverter(typeof(JsonModelConverter<InputFile>))]
public sealed partial class InputFile : IJsonModel<InputFile>
{
    private readonly Func<Stream>? _open;
    private int _readings;

    private InputFile(string? reference, string? fileName, Func<Stream>? open, bool isRepeatable)
    {
        Reference = reference;
        FileName = fileName;
        _open = open;
        IsRepeatable = isRepeatable;
    }

    /// <summary>The file id or URL, or null when content is uploaded.</summary>
    public string? Reference { get; }

    /// <summary>The name an uploaded file is sent under, or null for a reference.</summary>
    public string? FileName { get; }

    /// <summary>Whether this is content to upload, so that the request becomes multipart.</summary>
    public bool IsUpload => _open is not null;

    /// <summary>Whether the content can be opened again, so that a request with it can be repeated.</summary>
    internal bool IsRepeatable { get; }

    /// <summary>Whether the content is that of a file, so that it may be another one when it is opened again.</summary>
    internal bool IsFile { get; private init; }

    /// <summary>Whether the content was read and cannot be read again.</summary>
    internal bool IsSpent => !IsRepeatable && Volatile.Read(ref _readings) > 0;

    /// <summary>The part's name when the file stands somewhere inside a parameter; unique to this instance.</summary>
    internal string AttachmentName { get; } = "file-" + Guid.NewGuid().ToString("N");

    /// <summary>What a JSON body carries: the reference, or <c>attach://</c> and the part's name.</summary>
    internal string JsonValue => Reference ?? "attach://" + AttachmentName;

    /// <summary>
    /// A file that Telegram already stores, by its <c>file_id</c>; white space around it does not matter.
    /// </summary>
    public static InputFile FromFileId(string fileId) => FromReference(fileId);

    /// <summary>A file that Telegram fetches from the internet: up to 5 MB for photos, 20 MB for the rest.</summary>
    /// <exception cref="ArgumentException">The URL is relative.</exception>
    public static InputFile FromUrl(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.IsAbsoluteUri
            ? FromReference(url.AbsoluteUri)
            : throw new ArgumentException("Telegram fetches files from absolute URLs only.", nameof(url));
    }

    /// <summary>Content from the disk, opened each time it is sent.</summary>
    /// <param name="path">Where the file is; relative to the working directory unless it is absolute.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public static InputFile FromPath(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return FromFile(new FileInfo(path));
    }

    /// <summary>Content from the disk, opened each time it is sent.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public static InputFile FromFile(FileInfo file)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.Refresh();
        if (!file.Exists)
            throw new FileNotFoundException($"The file to upload does not exist: {file.FullName}", file.FullName);
        return new InputFile(null, file.Name, () => OpenForUpload(file), isRepeatable: true) { IsFile = true };
    }

    /// <summary>Content from memory.</summary>
    public static InputFile FromBytes(ReadOnlyMemory<byte> content, string fileName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fileName);
        var bytes = content.ToArray();
        return new InputFile(null, fileName, () => new MemoryStream(bytes, writable: false), isRepeatable: true);
    }

    /// <summary>
    /// Content from a stream, sent from its current position. The caller keeps the stream and disposes it.
    /// </summary>
    /// <remarks>A stream that cannot seek can be sent once, so a request with it is never repeated.</remarks>
    public static InputFile FromStream(Stream content, string fileName)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentException.ThrowIfNullOrWhiteSpace(fileName);
        if (!content.CanSeek)
            return new InputFile(null, fileName, () => new UnownedStream(content), isRepeatable: false);
        var start = content.Position;
        return new InputFile(
            null, fileName, () => { content.Position = start; return new UnownedStream(content); }, isRepeatable: true);
    }

    /// <summary>
    /// To be called before the opened content is read: what can be read once is refused the second time, not sent
    /// empty.
    /// </summary>
    /// <exception cref="InvalidOperationException">The content was read before and cannot be read again.</exception>
    internal void BeginReading()
    {
        if (!IsRepeatable && Interlocked.Exchange(ref _readings, 1) > 0)
            throw new InvalidOperationException($"The stream uploaded as '{FileName}' cannot seek and was sent before; make a new InputFile from a new stream.");
    }

    /// <summary>Opens the content to upload; the caller disposes the stream.</summary>
    /// <exception cref="InvalidOperationException">This is a reference, not an upload.</exception>
    internal Stream Open() =>
        _open?.Invoke() ?? throw new InvalidOperationException("A file id or URL has no content to open.");

    /// <summary>The reference, or the name of the uploaded file.</summary>
    public override string ToString() => Reference ?? $"upload {FileName}";

    static InputFile IJsonModel<InputFile>.Read(ref Utf8JsonReader reader) => Read(ref reader);

    void IJsonModel.Write(Utf8JsonWriter writer) => writer.WriteStringValue(JsonValue);

    /// <summary>A reference as it stood in JSON, even one that is empty: decoding takes what comes.</summary>
    internal static InputFile Read(ref Utf8JsonReader reader) => new(reader.ReadText(), null, null, isRepeatable: true);

    /// <summary>What stands for a file that is missing where one is required.</summary>
    internal static InputFile Missing { get; } = new("", null, null, isRepeatable: true);

    private static FileStream OpenForUpload(FileInfo file) => new(
        file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0,
        FileOptions.Asynchronous | FileOptions.SequentialScan);

    private static InputFile FromReference(string reference)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reference);
        return new InputFile(reference.Trim(), null, null, isRepeatable: true);
    }
}
