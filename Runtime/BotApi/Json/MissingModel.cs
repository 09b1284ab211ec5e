using System.Text.Json;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>
/// What stands for an object that Telegram left out although it is documented as always there: one for all, as nothing
/// changes it.
/// </summary>
internal static class MissingModel<T>
    where T : IJsonModel<T>
{
    public static readonly T Value = Read();

    private static T Read()
    {
        var reader = new Utf8JsonReader("{}"u8);
        reader.Read();
        return T.Read(ref reader);
    }
}
