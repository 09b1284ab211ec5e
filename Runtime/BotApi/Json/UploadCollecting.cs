using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>Walks a request's values for files to upload.</summary>
internal static class UploadCollecting
{
    public static void AddTo(this InputFile? file, ICollection<InputFile> uploads)
    {
        if (file is { IsUpload: true })
            uploads.Add(file);
    }

    // Not every member of a union can carry files, so the question is put to the value and not to its static type.
    public static void AddFrom(this ICollection<InputFile> uploads, object? value)
    {
        if (value is ICarriesFiles carrier)
            carrier.CollectUploads(uploads);
    }

    public static void AddFromAll(this ICollection<InputFile> uploads, IEnumerable<object>? values)
    {
        foreach (var value in values ?? [])
        {
            if (value is IEnumerable<object> nested)
                uploads.AddFromAll(nested);
            else
                uploads.AddFrom(value);
        }
    }
}
