namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>Types by file name, for uploads that do not say theirs.</summary>
internal static class MimeTypes
{
    public static string Of(string fileName) => Path.GetExtension(fileName).ToUpperInvariant() switch
    {
        ".JPG" or ".JPEG" => "image/jpeg",
        ".PNG" => "image/png",
        ".GIF" => "image/gif",
        ".WEBP" => "image/webp",
        ".MP4" => "video/mp4",
        ".WEBM" => "video/webm",
        ".MP3" => "audio/mpeg",
        ".M4A" => "audio/mp4",
        ".OGG" or ".OGA" or ".OPUS" => "audio/ogg",
        ".TXT" => "text/plain",
        ".JSON" => "application/json",
        ".PDF" => "application/pdf",
        ".ZIP" => "application/zip",
        _ => "application/octet-stream",
    };
}
