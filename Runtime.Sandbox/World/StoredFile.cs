namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>A file kept by the sandbox.</summary>
internal sealed record StoredFile(
    string FileId, string UniqueId, string Path, string Name, string MimeType, byte[] Content, int Width, int Height);
