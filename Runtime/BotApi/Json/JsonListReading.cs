using System.Text.Json;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>Reads arrays, each into an array of exactly its length.</summary>
internal static class JsonListReading
{
    public static IReadOnlyList<T> ReadList<T>(this ref Utf8JsonReader reader)
        where T : IJsonModel<T>
    {
        reader.ExpectArray();
        var items = new ListBuilder<T>();
        while (reader.NextItem())
            items.Add(T.Read(ref reader));
        return items.ToArray();
    }

    public static IReadOnlyList<IReadOnlyList<T>> ReadLists<T>(this ref Utf8JsonReader reader)
        where T : IJsonModel<T>
    {
        reader.ExpectArray();
        var items = new ListBuilder<IReadOnlyList<T>>();
        while (reader.NextItem())
            items.Add(reader.ReadList<T>());
        return items.ToArray();
    }

    public static IReadOnlyList<string> ReadTexts(this ref Utf8JsonReader reader)
    {
        reader.ExpectArray();
        var items = new ListBuilder<string>();
        while (reader.NextItem())
            items.Add(reader.ReadText());
        return items.ToArray();
    }

    public static IReadOnlyList<int> ReadInts(this ref Utf8JsonReader reader)
    {
        reader.ExpectArray();
        var items = new ListBuilder<int>();
        while (reader.NextItem())
            items.Add(reader.ReadInt());
        return items.ToArray();
    }

    public static IReadOnlyList<long> ReadLongs(this ref Utf8JsonReader reader)
    {
        reader.ExpectArray();
        var items = new ListBuilder<long>();
        while (reader.NextItem())
            items.Add(reader.ReadLong());
        return items.ToArray();
    }

    private static void ExpectArray(this ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            reader.ThrowWrong("Array");
        if (reader.CurrentDepth > ModelJson.SafeDepth)
            reader.ExpectStack();
    }

    private static bool NextItem(this ref Utf8JsonReader reader)
    {
        reader.Advance();
        return reader.TokenType != JsonTokenType.EndArray;
    }
}
