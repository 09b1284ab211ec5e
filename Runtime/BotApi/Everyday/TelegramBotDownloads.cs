using System.Diagnostics.CodeAnalysis;

namespace Telegram.Webhooks.Runtime;

/// <summary>Downloads of files by the id that messages name them by.</summary>
[SuppressMessage("ApiDesign", "RS0026:Do not add multiple overloads with optional parameters", Justification = "The overloads differ in a required parameter.")]
public static class TelegramBotDownloads
{
    /// <summary>
    /// Downloads a file to the disk. Nothing stands at the path before all of it is there; what stood there is
    /// replaced.
    /// </summary>
    /// <param name="bot">The bot.</param>
    /// <param name="fileId">The file's id, such as <c>message.Document.FileId</c>. The public server gives out files of
    /// up to 20 MB.</param>
    /// <param name="path">Where to put it, with its name. Its folder has to exist.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    /// <exception cref="ArgumentException"><paramref name="fileId"/> is a path or an address, not a file's
    /// id.</exception>
    /// <exception cref="BotApiException">Telegram refused, or no answer came.</exception>
    public static async Task Download(
        this TelegramBot bot, string fileId, string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        // A name of its own: several may download to one path at once, and none takes away what another has written.
        var part = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Guid.NewGuid():N}.part");
        try
        {
            var destination = new FileStream(
                part, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
            await using (destination.ConfigureAwait(false))
                await bot.Download(fileId, destination, cancellationToken).ConfigureAwait(false);
            File.Move(part, path, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    /// <summary>Downloads a file to a stream.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="fileId">The file's id, such as <c>message.Document.FileId</c>. The public server gives out files of
    /// up to 20 MB.</param>
    /// <param name="destination">Where the content is written, as for
    /// <see cref="TelegramBotFiles.DownloadFile"/>.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    /// <exception cref="ArgumentException"><paramref name="fileId"/> is a path or an address, not a file's
    /// id.</exception>
    /// <exception cref="BotApiException">Telegram refused, or no answer came.</exception>
    public static Task Download(
        this TelegramBot bot, string fileId, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fileId);
        if (fileId.AsSpan().IndexOfAny("./\\:") >= 0)
            throw new ArgumentException(
                "The text is a path or an address, not a file's id as messages have it.", nameof(fileId));
        return bot.DownloadFileById(fileId, destination, cancellationToken);
    }
}
