using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>
/// Finds the path of a token by its position, reading the document a second time. Only errors pay for it.
/// </summary>
internal static class JsonPath
{
    // A path is as deep as somebody has made the document, and names unknown to the model are somebody's text.
    private const int MaxNameLength = 64;
    private const int MaxEnd = 100;

    /// <summary>
    /// The error to throw for a wrong value, such as <c>$.message.chat.id: expected Integer, found String</c>.
    /// </summary>
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
        return Shorten(path.ToString());
    }

    // Both ends say where it is; what nests two hundred levels deep would fill a page of a log.
    private static string Shorten(string path)
    {
        if (path.Length <= 2 * MaxEnd)
            return path;
        var head = path.LastIndexOf('.', MaxEnd);
        var tail = path.IndexOf('.', path.Length - MaxEnd);
        return $"{path[..(head < 0 ? MaxEnd : head)]}…{path[(tail < 0 ? path.Length - MaxEnd : tail)..]}";
    }

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

    private static string NameOf(ref Utf8JsonReader reader)
    {
        var name = reader.NameBytes();
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c != '_')
                return "?";
        }

        return name.Length is > 0 and <= MaxNameLength ? Encoding.ASCII.GetString(name) : "?";
    }

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
