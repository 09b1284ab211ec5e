using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.Text;

/// <summary>
/// What Telegram finds in a text by itself: commands, mentions, hashtags, cashtags, links, mail addresses, phone
/// numbers.
/// </summary>
internal static partial class AutomaticEntities
{
    // Nothing is looked for inside these.
    private static readonly string[] Opaque = ["code", "pre", "text_link", "text_mention", "custom_emoji", "date_time"];

    public static FormattedText AddTo(FormattedText formatted)
    {
        var entities = (JsonArray)formatted.Entities.DeepClone();
        var taken = entities.OfType<JsonObject>().Where(e => Opaque.Contains(e.Text("type")))
            .Select(e => (Start: e.Integer("offset"), End: e.Integer("offset") + e.Integer("length"))).ToList();
        foreach (Match match in Anything().Matches(formatted.Text))
        {
            var (start, end) = (match.Index, match.Index + match.Length);
            if (taken.Exists(t => t.Start < end && start < t.End)) continue;
            var type = match.Groups.Keys.First(key => key is not "0" && match.Groups[key].Success);
            entities.Add(FormattedText.Entity(type, start, end));
        }
        return new FormattedText(formatted.Text, FormattedText.Sorted(entities));
    }

    [GeneratedRegex(@"(?<email>[\w.+-]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,})" +
        @"|(?<url>https?://[^\s<>""]*[^\s<>"".,;:!?)\]}']|(?<![\w.@])([\w-]+\.)+(com|org|net|dev|io|me|app|info)(?![\w])(/[^\s<>""]*[^\s<>"".,;:!?)\]}'])?)" +
        @"|(?<=^|[^\w/<>@])(?<bot_command>/[a-z0-9_]{1,64}(@[a-z0-9_]{3,32})?)(?![\w/])" +
        @"|(?<=^|[^\w/@])(?<mention>@[a-z][a-z0-9_]{2,31})(?!\w)" +
        @"|(?<=^|[^\w+])(?<phone_number>\+\d(?:[ ()-]?\d){7,14})(?!\w)" +
        @"|(?<=^|[^\w#])(?<hashtag>#(?!\d+(?!\w))\w{1,255})" +
        @"|(?<=^|[^\w$])(?<cashtag>\$[A-Z]{1,8})(?![\w$])",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Anything();
}
