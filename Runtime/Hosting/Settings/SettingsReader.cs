using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Telegram.Webhooks.Runtime.Hosting;

/// <summary>
/// Reads one section of a configuration key by key. What is unknown, of the wrong form or in the wrong place becomes a
/// problem, and reading goes on: a start reports all of them at once, where a configuration binder throws at the first
/// and passes over the unknown.
/// </summary>
internal sealed class SettingsReader
{
    // More unknown keys than these beside each other are no slips of the keyboard.
    private const int MostTypingErrors = 3;

    private readonly Dictionary<string, IConfigurationSection> _children;
    private readonly List<string> _known = [];
    private readonly string _path;
    private readonly List<string> _problems;

    public SettingsReader(IConfiguration configuration, List<string> problems)
    {
        _path = configuration is IConfigurationSection section ? section.Path : "";
        _children = configuration.GetChildren().ToDictionary(child => child.Key, StringComparer.OrdinalIgnoreCase);
        _problems = problems;
    }

    public bool IsEmpty => _children.Count == 0;

    public void Text(string key, Action<string?> set)
    {
        if (Find(key) is not { } child)
            return;
        if (child.GetChildren().Any())
            _problems.Add($"{child.Path} is a section; it must be a text.");
        else
            set(child.Value);
    }

    public void Value<T>(string key, Action<T> set)
        where T : struct, ISpanParsable<T>
    {
        // Nothing given for something that must have a value: the default stays.
        if (Find(key) is { } child && (child.GetChildren().Any() || !string.IsNullOrEmpty(child.Value)))
            Parse(child, set);
    }

    /// <summary>
    /// A value that may be null: given as null, or as an empty text where there is no null, as in an environment
    /// variable.
    /// </summary>
    public void Optional<T>(string key, Action<T?> set)
        where T : struct, ISpanParsable<T>
    {
        if (Find(key) is not { } child)
            return;
        if (!child.GetChildren().Any() && string.IsNullOrEmpty(child.Value))
            set(null);
        else
            Parse<T>(child, value => set(value));
    }

    public void List(string key, Action<IReadOnlyList<string>?> set)
    {
        if (Find(key) is not { } child)
            return;
        var items = child.GetChildren().ToList();
        if (items.Count == 0 && !string.IsNullOrEmpty(child.Value))
            _problems.Add($"{child.Path} is a text; it must be a list (in JSON [\"one\", \"two\"], in the environment {child.Key}__0, {child.Key}__1).");
        else if (items.Find(item => item.Value is null) is { } wrong)
            _problems.Add($"{wrong.Path} must be a text.");
        else
            // A list that is empty is kept as an empty text, and none at all as null.
            set(items.Count == 0 && child.Value is null ? null : [.. items.Select(item => item.Value!)]);
    }

    /// <summary>
    /// A section of its own, whose unknown keys are reported when <paramref name="read"/> is done with it.
    /// </summary>
    public void Section(string key, Action<SettingsReader> read)
    {
        if (Find(key) is not { } child)
            return;
        if (!string.IsNullOrEmpty(child.Value))
        {
            _problems.Add($"{child.Path} is a value; it must be a section.");
            return;
        }

        if (!child.GetChildren().Any())
            return;
        var reader = new SettingsReader(child, _problems);
        read(reader);
        reader.ReportUnknown();
    }

    /// <summary>Call when every key that is known has been read.</summary>
    public void ReportUnknown()
    {
        var unknown = _children.Keys.Where(key => !_known.Contains(key, StringComparer.OrdinalIgnoreCase)).ToList();
        // An app's own has every variable of the environment.
        if (_path.Length == 0 && unknown.Count > MostTypingErrors)
        {
            _problems.Add($"The whole configuration was given, with {unknown.Count} keys that are none of a bot's, such as '{unknown[0]}'. "
                + "Give the bot's section of it: AddTelegramBot(builder.Configuration.GetSection(\"Telegram\")).");
            return;
        }

        var place = _path.Length == 0 ? "" : $" in {_path}";
        foreach (var key in unknown)
            _problems.Add($"The key '{key}'{place} is unknown. Known are: {string.Join(", ", _known)}.");
    }

    private IConfigurationSection? Find(string key)
    {
        _known.Add(key);
        return _children.GetValueOrDefault(key);
    }

    private void Parse<T>(IConfigurationSection child, Action<T> set)
        where T : struct, ISpanParsable<T>
    {
        // As a time, "30" would be 30 days.
        var isPlainNumber = typeof(T) == typeof(TimeSpan)
            && child.Value?.Contains(':', StringComparison.Ordinal) == false;
        if (!isPlainNumber && T.TryParse(child.Value, CultureInfo.InvariantCulture, out var value))
            set(value);
        else
            _problems.Add($"{child.Path} is '{child.Value}'; it must be {FormOf<T>()}.");
    }

    private static string FormOf<T>() =>
        typeof(T) == typeof(bool) ? "true or false"
        : typeof(T) == typeof(TimeSpan) ? "a time as hh:mm:ss, such as 00:00:30 for 30 seconds, or d.hh:mm:ss"
        : typeof(T) == typeof(double) ? "a number"
        : "a whole number";
}
