using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>
/// What the generated readers are made of. Each reader expects to stand on a value's first token and leaves on its
/// last.
/// </summary>
internal static class JsonReading
{
    private const long MinUnixSeconds = -62_135_596_800;
    private const long MaxUnixSeconds = 253_402_300_799;

    /// <summary>Checks that the value is an object.</summary>
    public static void ExpectObject(this ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            reader.ThrowWrong("Object");
        if (reader.CurrentDepth > ModelJson.SafeDepth)
            reader.ExpectStack();
    }

    /// <summary>
    /// Checks that what nests deep fits on the thread's stack, which some systems make small: an overflow would end the
    /// process.
    /// </summary>
    public static void ExpectStack(this ref Utf8JsonReader reader)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new WrongShapeException("nested too deep", reader.TokenStartIndex);
    }

    /// <summary>
    /// Steps to the next property that has a value other than null, and onto that value. False at the object's end.
    /// </summary>
    public static bool NextProperty(this scoped ref Utf8JsonReader reader, out ReadOnlySpan<byte> name)
    {
        while (true)
        {
            reader.Advance();
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                name = default;
                return false;
            }

            name = reader.ValueIsEscaped || reader.HasValueSequence ? reader.NameBytes() : reader.ValueSpan;
            reader.Advance();
            if (reader.TokenType != JsonTokenType.Null)
                return true;
        }
    }

    public static T ReadModel<T>(this ref Utf8JsonReader reader)
        where T : IJsonModel<T> =>
        T.Read(ref reader);

    public static string ReadText(this ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
            reader.ThrowWrong("String");
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Bytes that are no UTF-8, or half a surrogate pair in an escape.
            reader.ThrowWrong("String", "text that is not Unicode");
            throw;
        }
    }

    public static int ReadInt(this ref Utf8JsonReader reader)
    {
        reader.ExpectNumber("Integer");
        if (!reader.TryGetInt32(out var value))
            reader.ThrowWrong("Integer", "a number that is none or too large");
        return value;
    }

    public static long ReadLong(this ref Utf8JsonReader reader)
    {
        reader.ExpectNumber("Integer");
        if (!reader.TryGetInt64(out var value))
            reader.ThrowWrong("Integer", "a number that is none or too large");
        return value;
    }

    public static double ReadDouble(this ref Utf8JsonReader reader)
    {
        reader.ExpectNumber("Float");
        if (!reader.TryGetDouble(out var value) || !double.IsFinite(value))
            reader.ThrowWrong("Float", "a number that is too large");
        return value;
    }

    public static bool ReadBool(this ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.True)
            return true;
        if (reader.TokenType != JsonTokenType.False)
            reader.ThrowWrong("Boolean");
        return false;
    }

    public static DateTimeOffset ReadTime(this ref Utf8JsonReader reader)
    {
        var seconds = reader.ReadLong();
        if (seconds is < MinUnixSeconds or > MaxUnixSeconds)
            reader.ThrowWrong("a Unix time", "a number beyond the calendar");
        return DateTimeOffset.FromUnixTimeSeconds(seconds);
    }

    /// <summary>
    /// The text of a property name or string as UTF-8 without escapes; empty when it is no valid text.
    /// </summary>
    public static ReadOnlySpan<byte> NameBytes(this scoped ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped && !reader.HasValueSequence)
            return reader.ValueSpan;
        var bytes = new byte[reader.HasValueSequence ? checked((int)reader.ValueSequence.Length) : reader.ValueSpan.Length];
        try
        {
            return bytes.AsSpan(0, reader.CopyString(bytes));
        }
        catch (InvalidOperationException)
        {
            // A name that is no text cannot be one of ours.
            return default;
        }
    }

    /// <summary>
    /// Checks that the value is a string; gives its bytes without escapes, to compare with well-known ones.
    /// </summary>
    public static ReadOnlySpan<byte> ExpectText(this scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
            reader.ThrowWrong("String");
        return reader.NameBytes();
    }

    /// <summary>Moves to the next token.</summary>
    public static void Advance(this ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            reader.ThrowWrong("more JSON", "its end");
    }

    /// <summary>Leaves out a value of any shape.</summary>
    /// <remarks>
    /// Not <see cref="Utf8JsonReader.Skip"/>: it refuses readers that a serializer feeds block by block, even when the
    /// value is there whole.
    /// </remarks>
    public static void SkipValue(this ref Utf8JsonReader reader)
    {
        if (!reader.TrySkip())
            reader.ThrowWrong("more JSON", "its end");
    }

    [DoesNotReturn]
    public static void ThrowWrong(this ref Utf8JsonReader reader, string expected, string? found = null) =>
        throw new WrongShapeException(
            $"expected {expected}, found {found ?? Describe(ref reader)}", reader.TokenStartIndex);

    private static void ExpectNumber(this ref Utf8JsonReader reader, string expected)
    {
        if (reader.TokenType != JsonTokenType.Number)
            reader.ThrowWrong(expected);
    }

    private static string Describe(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "Object",
        JsonTokenType.StartArray => "Array",
        JsonTokenType.String => "String",
        JsonTokenType.Number => "Number",
        JsonTokenType.True or JsonTokenType.False => "Boolean",
        JsonTokenType.Null => "null",
        var other => other.ToString(),
    };
}
