using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Docs;

/// <summary>
/// Every option as a row of a table: its name and default from the code, its meaning from the code's documentation.
/// </summary>
internal static partial class OptionsPage
{
    private const string Opening = """
        # Every option

        Made from the code by a test (`Runtime.Tests/Docs/OptionsPageTests.cs`); do not edit it by hand. All options are
        checked at the start, and all problems are reported at once.

        """;

    /// <summary>
    /// What users set: the libraries' public types that are called options, limits or settings, apart from the model of
    /// the Bot API.
    /// </summary>
    public static IReadOnlyList<Type> Types { get; } =
    [
        .. new[] { typeof(TelegramBot).Assembly, typeof(PostgreSqlInboxOptions).Assembly, typeof(TelegramSandbox).Assembly }
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type.Namespace is not ("Telegram.Webhooks.Runtime.Types" or "Telegram.Webhooks.Runtime.Requests"))
            .Where(type => type is { IsClass: true, IsAbstract: false } && (type.Name.EndsWith("Options", StringComparison.Ordinal)
                || type.Name.EndsWith("Limits", StringComparison.Ordinal)
                || type.Name.EndsWith("Settings", StringComparison.Ordinal)))
            .OrderBy(type => type.Assembly == typeof(TelegramSandbox).Assembly)
            .ThenBy(type => type.Name, StringComparer.Ordinal),
    ];

    public static IEnumerable<PropertyInfo> Options(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true });

    /// <summary>The meaning of an option, as its documentation says it; null when it says nothing.</summary>
    public static string? Meaning(PropertyInfo option) =>
        Summary($"P:{option.DeclaringType!.FullName}.{option.Name}", option.DeclaringType.Assembly);

    public static string Text()
    {
        var page = new StringBuilder(Opening.ReplaceLineEndings("\n"));
        foreach (var type in Types)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {type.Name}\n\n{Summary($"T:{type.FullName}", type.Assembly)}\n\n| option | default | meaning |\n|---|---|---|\n");
            var defaults = Defaults(type);
            foreach (var option in Options(type))
                page.Append(CultureInfo.InvariantCulture, $"| `{option.Name}` | {(defaults is null ? "" : Show(option.GetValue(defaults)))} | {Meaning(option)?.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }

        return page.ToString();
    }

    // A type with members that must be given has no defaults as a whole.
    private static object? Defaults(Type type) =>
        type.GetConstructor(Type.EmptyTypes) is { } make ? make.Invoke(null) : null;

    private static string Show(object? value) => value switch
    {
        null => "none",
        bool flag => flag ? "`true`" : "`false`",
        string { Length: 0 } => "empty",
        string text => $"`{text}`",
        TimeSpan time when time.TotalSeconds < 120 => $"{time.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s",
        TimeSpan time when time.TotalHours < 3 => $"{time.TotalMinutes.ToString(CultureInfo.InvariantCulture)} min",
        TimeSpan time when time.TotalDays < 3 => $"{time.TotalHours.ToString(CultureInfo.InvariantCulture)} h",
        TimeSpan time => $"{time.TotalDays.ToString(CultureInfo.InvariantCulture)} days",
        int or long or double => $"{((IFormattable)value).ToString("#,##0.###", CultureInfo.InvariantCulture)}",
        Enum name => $"`{name}`",
        System.Net.IPAddress address => $"`{address}`",
        System.Collections.ICollection { Count: 0 } => "empty",
        _ => Types.Contains(value.GetType()) ? $"[its own](#{value.GetType().Name.ToLowerInvariant()})" : "see there",
    };

    private static string? Summary(string id, Assembly assembly)
    {
        var member = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
            .FirstOrDefault(member => member.Attribute("name")!.Value == id);
        return member?.Element("summary") is { } summary
            ? Space().Replace(string.Concat(summary.Nodes().Select(Markdown)), " ").Trim()
            : null;
    }

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value.Replace("<", "&lt;", StringComparison.Ordinal),
        XElement { Name.LocalName: "see" } see when see.Attribute("cref") is { } target => $"`{Short(target.Value)}`",
        XElement { Name.LocalName: "see" or "paramref" or "typeparamref" } see => $"`{see.Attributes().First().Value}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement element => string.Concat(element.Nodes().Select(Markdown)),
        _ => "",
    };

    // M:Telegram.Webhooks.Runtime.UpdateInbox.Sqlite(System.String) is UpdateInbox.Sqlite to a reader.
    private static string Short(string id)
    {
        var parts = id[2..].Split('(')[0].Split('.');
        return id[0] == 'T' ? parts[^1] : string.Join('.', parts[^2..]);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
