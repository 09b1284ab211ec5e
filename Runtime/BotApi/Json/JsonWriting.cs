using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>What the generated writers are made of, beside the writer's own methods.</summary>
internal static class JsonWriting
{
    public static void WriteModel<T>(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, T value)
        where T : IJsonModel
    {
        writer.WritePropertyName(name);
        EnsureStack(writer);
        value.Write(writer);
    }

    /// <remarks>
    /// The ends of .NET's calendar, which stand for "for ever" and "not set", are both 0 for Telegram; as numbers it
    /// could not read them. The whole first and last day count: DateTime.MaxValue becomes a time in the zone of the
    /// machine.
    /// </remarks>
    public static void WriteTime(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset value)
    {
        const long lastDay = 3_652_058 * TimeSpan.TicksPerDay;
        writer.WriteNumber(name, value.UtcTicks is < TimeSpan.TicksPerDay or >= lastDay ? 0 : value.ToUnixTimeSeconds());
    }

    public static void WriteList<T>(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<T> items)
        where T : IJsonModel
    {
        writer.WritePropertyName(name);
        WriteItems(writer, items);
    }

    public static void WriteLists<T>(
        this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<IReadOnlyList<T>> items)
        where T : IJsonModel
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
            WriteItems(writer, item);
        writer.WriteEndArray();
    }

    public static void WriteTexts(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string> items)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
            writer.WriteStringValue(item);
        writer.WriteEndArray();
    }

    public static void WriteInts(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<int> items)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
            writer.WriteNumberValue(item);
        writer.WriteEndArray();
    }

    public static void WriteLongs(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<long> items)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
            writer.WriteNumberValue(item);
        writer.WriteEndArray();
    }

    public static void WriteItems<T>(Utf8JsonWriter writer, IReadOnlyList<T> items)
        where T : IJsonModel
    {
        EnsureStack(writer);
        writer.WriteStartArray();
        foreach (var item in items)
            item.Write(writer);
        writer.WriteEndArray();
    }

    /// <exception cref="InsufficientExecutionStackException">The value nests deeper than the thread's stack can
    /// take.</exception>
    private static void EnsureStack(Utf8JsonWriter writer)
    {
        if (writer.CurrentDepth > ModelJson.SafeDepth)
            RuntimeHelpers.EnsureSufficientExecutionStack();
    }
}
