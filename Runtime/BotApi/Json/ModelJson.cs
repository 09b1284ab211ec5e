using System.Buffers;
using System.Collections.ObjectModel;
using System.Text.Json;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>
/// The entry points of the model's JSON code: whole values in, whole values out, errors with the path of what is wrong.
/// </summary>
internal static class ModelJson
{
    /// <summary>
    /// Rich messages nest a few levels for each block. Where a thread's stack is too small for it, less is read.
    /// </summary>
    public const int MaxDepth = 256;

    /// <summary>Down to here no stack is too small, so that the usual update pays for no check.</summary>
    public const int SafeDepth = 8;

    /// <summary>How everything that may hold the model is read.</summary>
    public static JsonReaderOptions ReaderOptions => new() { MaxDepth = MaxDepth };

    /// <summary>How JSON is read in which values are only skipped: that takes no stack.</summary>
    public static JsonReaderOptions AnyDepth => new() { MaxDepth = int.MaxValue };

    /// <summary>The same limits for documents.</summary>
    public static JsonDocumentOptions DocumentOptions => new() { MaxDepth = MaxDepth };

    /// <summary>What <c>UnknownFields</c> is where every field is known.</summary>
    public static IReadOnlyDictionary<string, JsonElement> NoFields => ReadOnlyDictionary<string, JsonElement>.Empty;

    /// <summary>Reads a document that holds one value and nothing else.</summary>
    /// <exception cref="JsonException">The JSON is malformed, or a value is of the wrong shape.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> json)
        where T : IJsonModel<T>
    {
        var reader = new Utf8JsonReader(json, ReaderOptions);
        Step(ref reader);
        var value = Read<T>(ref reader, "$");
        // Throws when something follows the value.
        Step(ref reader);
        return value;
    }

    /// <summary>Reads one value inside a document; <paramref name="root"/> is the path it has there.</summary>
    /// <exception cref="JsonException">The JSON is malformed, or a value is of the wrong shape.</exception>
    public static T Read<T>(ref Utf8JsonReader reader, string root)
        where T : IJsonModel<T>
    {
        var start = reader;
        try
        {
            return T.Read(ref reader);
        }
        catch (WrongShapeException wrong)
        {
            throw JsonPath.Describe(start, wrong, root);
        }
        catch (JsonException malformed) when (malformed.Path is null)
        {
            throw MalformedJson.Error(reader, root);
        }
    }

    /// <summary>Reads an array of values inside a document; <paramref name="root"/> is the path it has there.</summary>
    /// <exception cref="JsonException">The JSON is malformed, or a value is of the wrong shape.</exception>
    public static IReadOnlyList<T> ReadList<T>(ref Utf8JsonReader reader, string root)
        where T : IJsonModel<T> =>
        Read(ref reader, root, JsonListReading.ReadList<T>);

    /// <summary>
    /// Reads a value that is none of the model's inside a document; <paramref name="root"/> is the path it has there.
    /// </summary>
    /// <exception cref="JsonException">The JSON is malformed, or a value is of the wrong shape.</exception>
    public static T Read<T>(ref Utf8JsonReader reader, string root, JsonRead<T> read)
    {
        var start = reader;
        try
        {
            return read(ref reader);
        }
        catch (WrongShapeException wrong)
        {
            throw JsonPath.Describe(start, wrong, root);
        }
        catch (JsonException malformed) when (malformed.Path is null)
        {
            throw MalformedJson.Error(reader, root);
        }
    }

    /// <summary>What stands for an object that Telegram left out although it is documented as always there.</summary>
    public static T Missing<T>()
        where T : IJsonModel<T> =>
        MissingModel<T>.Value;

    private static void Step(ref Utf8JsonReader reader)
    {
        try
        {
            reader.Read();
        }
        catch (JsonException)
        {
            throw MalformedJson.Error(reader, "$");
        }
    }

    /// <summary>A value as UTF-8 JSON.</summary>
    public static byte[] ToUtf8<T>(T value)
        where T : IJsonModel
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            value.Write(writer);
        return buffer.WrittenSpan.ToArray();
    }
}
