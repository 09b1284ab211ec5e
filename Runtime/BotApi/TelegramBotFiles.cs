using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Downloads of files as messages name them; each asks Telegram for the file's path first where it is not known.
/// </summary>
public static class TelegramBotFiles
{
    /// <summary>Downloads a file that <c>getFile</c> described.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="file">
    /// What <c>getFile</c> answered; its path is valid for an hour, and asked for when there is none. A self-hosted
    /// server in <c>--local</c> mode gives an absolute path: that file is read from the disk, which bot and server must
    /// then share.
    /// </param>
    /// <param name="destination">
    /// Where the content is written. If it can seek, a broken download starts anew where the stream stood at first;
    /// otherwise it is repeated only as long as nothing was written.
    /// </param>
    /// <param name="cancellationToken">Stops the download.</param>
    /// <exception cref="ArgumentException">The path is not one that <c>getFile</c> gives.</exception>
    /// <exception cref="FileNotFoundException">A server in <c>--local</c> mode named a file that is not on the bot's
    /// disk.</exception>
    /// <exception cref="BotApiException">Telegram refused, or no answer came.</exception>
    public static Task DownloadFile(
        this TelegramBot bot, TelegramFile file, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bot);
        ArgumentNullException.ThrowIfNull(file);
        return file.FilePath is { Length: > 0 } path
            ? bot.DownloadFile(path, destination, cancellationToken)
            : bot.DownloadFileById(file.FileId, destination, cancellationToken);
    }

    /// <summary>
    /// Downloads a file by its <c>file_id</c>: <c>getFile</c>, then the content. The public server gives out files of
    /// up to 20 MB.
    /// </summary>
    /// <param name="bot">The bot.</param>
    /// <param name="fileId">The file's id.</param>
    /// <param name="destination">Where the content is written, as for <see cref="DownloadFile"/>.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    /// <returns>What <c>getFile</c> answered.</returns>
    /// <exception cref="BotApiException">Telegram refused, or no answer came.</exception>
    public static async Task<TelegramFile> DownloadFileById(
        this TelegramBot bot, string fileId, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bot);
        ArgumentNullException.ThrowIfNull(destination);
        var file = await bot.GetFile(fileId, cancellationToken).ConfigureAwait(false);
        var path = file.FilePath
            ?? throw new ApiRequestException(
                "getFile", 400, "Telegram named no path to download the file from; it is gone or too big (over 20 MB)");
        await bot.DownloadFile(path, destination, cancellationToken).ConfigureAwait(false);
        return file;
    }
}
