using Telegram.Webhooks.Runtime.BotApi.Transport;

namespace Telegram.Webhooks.Runtime.BotApi.Files;

/// <summary>
/// Fetches a file's content from the server, or from the disk that a self-hosted server shares with the bot.
/// </summary>
internal sealed class FileDownload(BotApiTransport transport, BotApiAddress address)
{
    /// <summary>What a download is called in errors and logs; the Bot API has no name for it.</summary>
    public const string MethodName = "downloadFile";

    public Task Run(string filePath, Stream destination, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(filePath);
        if (!address.IsTelegramCloud && Path.IsPathRooted(filePath))
            return CopyFromDisk(filePath, destination, cancellationToken);
        if (filePath.StartsWith('/') || filePath.Split('/').Any(segment => segment is "." or ".."))
            throw new ArgumentException($"'{filePath}' is not a file_path as getFile gives it.", nameof(filePath));
        return transport.Download(MethodName, address.File(filePath), destination, timeout, cancellationToken);
    }

    private static async Task CopyFromDisk(string path, Stream destination, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException(
                $"The Bot API server runs with --local and says that the file is at '{path}' on its own disk, but the bot finds nothing there. "
                + "Give the bot the same directory at the same path, or run the server without --local.", path);
        var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1,
            FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (source.ConfigureAwait(false))
            await source.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
    }
}
