namespace Telegram.Webhooks.Runtime.Sandbox.BotApi;

/// <summary>A multipart part that carried a file name.</summary>
internal sealed record UploadedFile(string Name, string ContentType, byte[] Content);
