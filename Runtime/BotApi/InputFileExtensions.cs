using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime;

/// <summary>Turns what a program has at hand into an <see cref="InputFile"/>.</summary>
public static class InputFileExtensions
{
    /// <summary>A file that Telegram already stores, by its <c>file_id</c>.</summary>
    public static InputFile ToInputFile(this string fileId) => InputFile.FromFileId(fileId);

    /// <summary>A file that Telegram fetches from the internet itself.</summary>
    public static InputFile ToInputFile(this Uri url) => InputFile.FromUrl(url);

    /// <summary>Content from the disk.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public static InputFile ToInputFile(this FileInfo file) => InputFile.FromFile(file);

    /// <summary>Content from memory.</summary>
    public static InputFile ToInputFile(this byte[] content, string fileName) => InputFile.FromBytes(content, fileName);

    /// <summary>Content from a stream, which stays the caller's.</summary>
    public static InputFile ToInputFile(this Stream content, string fileName) =>
        InputFile.FromStream(content, fileName);
}
