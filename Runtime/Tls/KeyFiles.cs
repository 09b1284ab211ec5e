namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>Reads key files, turning each way that can fail into its own clear error.</summary>
internal static class KeyFiles
{
    /// <summary>No key store of a server comes near it; a larger file was named by mistake.</summary>
    private const int MaxBytes = 8 << 20;

    public static byte[] Read(string path)
    {
        if (Directory.Exists(path))
            throw KeyErrors.NotAFile(path);
        try
        {
            using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > MaxBytes)
                throw KeyErrors.UnknownFormat(path, $"it is {file.Length} bytes long, far more than any key store");
            var content = new byte[file.Length];
            file.ReadExactly(content);
            return content.Length > 0 ? content : throw KeyErrors.Empty(path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw KeyErrors.FileNotFound(path, missing);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw KeyErrors.Unreadable(path, unreadable);
        }
    }

    public static IReadOnlyList<byte[]> ReadAll(IReadOnlyList<string> paths) => [.. paths.Select(Read)];
}
