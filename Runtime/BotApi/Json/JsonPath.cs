using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>Finds the path of a token by its position, reading the document a second time. Only errors pay for it.</summary>
internal static class JsonPath
{
    private const int PathEnd = 100;

    /// <summary>The error to throw for a wrong value, such as <c>$.message.chat.id: expected Integer, found String</c>.</summary>
    public static JsonException Describe(Utf8JsonReader start, WrongShapeException wrong, string root)
    {
        var path = Locate(start, wrong.Position, root);
        return new JsonException($"{path}: {wrong.Message}", path, null, null, wrong);
    }

    private static string Locate(Utf8JsonReader reader, long position, string root)
    {
        var levels = new Stack<Level>();
        // A property's value takes the name just read; a value in an array takes the next index.
        while (reader.TokenStartIndex < position)
        {
            Enter(ref reader, levels);
            if (!reader.Read())
                break;
            Count(ref reader, levels);
        }

        var path = new StringBuilder(root);
        foreach (var level in levels.Reverse())
            level.AppendTo(path);
        return Shortened(path.ToString());
    }

    // Both ends tell where it is; what nests two hundred levels deep would fill a page of a log.
    private static string Shortened(string path) => path.Length <= 2 * PathEnd ? path : $"{path[..PathEnd]}…{path[^PathEnd..]}";

    private static void Enter(ref Utf8JsonReader reader, Stack<Level> levels)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                levels.Push(new Level(IsArray: false));
                break;
            case JsonTokenType.StartArray:
                levels.Push(new Level(IsArray: true));
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                levels.Pop();
                break;
            case JsonTokenType.PropertyName:
                levels.Push(levels.Pop() with { Name = NameOf(ref reader) });
                break;
        }
    }

    private static void Count(ref Utf8JsonReader reader, Stack<Level> levels)
    {
        if (reader.TokenType != JsonTokenType.EndArray && levels.TryPeek(out var level) && level.IsArray)
            levels.Push(levels.Pop() with { Index = level.Index + 1 });
    }

    private static string NameOf(ref Utf8JsonReader reader) =>
        Encoding.UTF8.GetString(reader.NameBytes());

    private readonly record struct Level(bool IsArray, string? Name = null, int Index = -1)
    {
        public void AppendTo(StringBuilder path)
        {
            if (IsArray)
                path.Append(CultureInfo.InvariantCulture, $"[{Math.Max(Index, 0)}]");
            else if (Name is not null)
                path.Append('.').Append(Name);
        }
    }
}
