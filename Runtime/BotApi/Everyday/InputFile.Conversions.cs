using System.Diagnostics.CodeAnalysis;

namespace Telegram.Webhooks.Runtime.Types;

[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The From… methods are the named alternates.")]
public sealed partial class InputFile
{
    private const string NoName = "file";

    /// <summary>Content from the disk, opened each time it is sent.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public static implicit operator InputFile(FileInfo file) => FromFile(file);

    /// <summary>A file that Telegram fetches from the internet: up to 5 MB for photos, 20 MB for the rest.</summary>
    public static implicit operator InputFile(Uri url) => FromUrl(url);

    /// <summary>
    /// Content from a stream, under the name of its file if it is one's. The caller keeps the stream and disposes it.
    /// </summary>
    public static implicit operator InputFile(Stream content) => FromStream(content);

    /// <summary>Content from memory, under the name <c>file</c>; <see cref="FromBytes"/> names it.</summary>
    public static implicit operator InputFile(byte[] content) => FromBytes(content, NoName);

    /// <summary>A file that Telegram stores, by its <c>file_id</c>, or fetches, by its http(s) URL.</summary>
    /// <exception cref="ArgumentException"><paramref name="fileIdOrUrl"/> is neither.</exception>
    public static implicit operator InputFile(string fileIdOrUrl) => FromFileIdOrUrl(fileIdOrUrl);

    /// <summary>
    /// Content from a stream, under the name of its file if it is one's, else under the name <c>file</c>. The caller
    /// keeps the stream and disposes it.
    /// </summary>
    /// <inheritdoc cref="FromStream(Stream, string)" path="/remarks"/>
    public static InputFile FromStream(Stream content) =>
        FromStream(content, content is FileStream { Name.Length: > 0 } file ? Path.GetFileName(file.Name) : NoName);

    /// <summary>A file that Telegram fetches from the internet: up to 5 MB for photos, 20 MB for the rest.</summary>
    /// <exception cref="ArgumentException">The text is no http(s) URL.</exception>
    public static InputFile FromUrl(string url)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(url);
        return Uri.TryCreate(url.Trim(), UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            ? FromUrl(address)
            : throw new ArgumentException("The text is no http(s) URL. A file that Telegram stores is InputFile.FromFileId(id), one on this machine InputFile.FromPath(path).", nameof(url));
    }

    /// <summary>A file that Telegram stores, by its <c>file_id</c>, or fetches, by its http(s) URL.</summary>
    /// <remarks>White space around it does not matter.</remarks>
    /// <exception cref="ArgumentException"><paramref name="fileIdOrUrl"/> is neither: a path, say, for which there is
    /// <see cref="FromPath"/>.</exception>
    public static InputFile FromFileIdOrUrl(string fileIdOrUrl)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fileIdOrUrl);
        var typed = fileIdOrUrl.AsSpan().Trim();
        if (typed.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || typed.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            return FromUrl(fileIdOrUrl);
        foreach (var letter in typed)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_'))
                throw new ArgumentException("The text is neither a file id nor an http(s) URL. A file on this machine is InputFile.FromPath(path).", nameof(fileIdOrUrl));
        }

        return FromFileId(fileIdOrUrl);
    }
}
