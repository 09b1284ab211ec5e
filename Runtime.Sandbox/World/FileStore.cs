using System.Globalization;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>Files by id and by path. Nothing is ever thrown away while the sandbox runs.</summary>
internal sealed class FileStore
{
    /// <summary>
    /// What <c>getFile</c> of Telegram's own servers hands out at most; one with <c>--local</c> has no limit.
    /// </summary>
    public const int MaxDownload = 20 << 20;

    private readonly Dictionary<string, StoredFile> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredFile> _byPath = new(StringComparer.Ordinal);

    /// <param name="folder">photos, documents, videos, ...: the first part of the file's path.</param>
    /// <param name="file">What was uploaded.</param>
    public StoredFile Add(string folder, UploadedFile file)
    {
        var number = _byId.Count + 1;
        var image = ImageSize.Read(file.Content);
        var extension = Path.GetExtension(file.Name) is { Length: > 1 } given ? given : folder == "photos" ? ".jpg" : "";
        var mimeType = image?.MimeType ?? (file.ContentType is "application/octet-stream" or "" ? MimeTypes.Of(file.Name) : file.ContentType);
        var stored = new StoredFile(
            string.Create(CultureInfo.InvariantCulture, $"{Prefix(folder)}AgIAAxkBAAM{number}sandbox{folder}"),
            string.Create(CultureInfo.InvariantCulture, $"AgAD{number:D8}"),
            string.Create(CultureInfo.InvariantCulture, $"{folder}/file_{number}{extension}"),
            file.Name, mimeType, file.Content, image?.Width ?? 0, image?.Height ?? 0);
        _byId[stored.FileId] = stored;
        _byPath[stored.Path] = stored;
        return stored;
    }

    /// <summary>An id begins with what tells its kind, as the real service's do.</summary>
    private static string Prefix(string folder) => folder switch
    {
        "thumbnails" => "AAMC",
        "photos" => "AgAC",
        "videos" => "BAAC",
        "voice" => "AwAC",
        "stickers" => "CAAC",
        "music" => "CQAC",
        "animations" => "CgAC",
        "video_notes" => "DQAC",
        _ => "BQAC",
    };

    public StoredFile? ById(string fileId) => _byId.GetValueOrDefault(fileId);

    public StoredFile? ByPath(string path) => _byPath.GetValueOrDefault(path);

    public static JsonObject ToJson(StoredFile file) => new()
    {
        ["file_id"] = file.FileId,
        ["file_unique_id"] = file.UniqueId,
        ["file_size"] = file.Content.Length,
    };
}
