using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>A value that a file to upload can stand in, at some depth.</summary>
internal interface ICarriesFiles
{
    /// <summary>Adds every file in this value that has content to upload.</summary>
    void CollectUploads(ICollection<InputFile> uploads);
}
