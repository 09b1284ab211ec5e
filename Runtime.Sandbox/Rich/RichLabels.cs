using System.Globalization;

namespace Telegram.Webhooks.Runtime.Sandbox.Rich;

/// <summary>What stands before an item of a list.</summary>
internal static class RichLabels
{
    public const string Bullet = "•";

    private static readonly (int Value, string Sign)[] Roman =
    [
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
        (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ];

    /// <param name="value">The item's number.</param>
    /// <param name="type">1, a, A, i or I. Letters and Roman numerals begin at 1; what is below is written in
    /// digits.</param>
    public static string Of(int value, string type) => type switch
    {
        _ when value < 1 => Digits(value),
        "a" => Letters(value),
        "A" => Letters(value).ToUpperInvariant(),
        "i" => Numeral(value),
        "I" => Numeral(value).ToUpperInvariant(),
        _ => Digits(value),
    } + ".";

    private static string Digits(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Letters(int value) =>
        (value > 26 ? Letters((value - 1) / 26) : "") + (char)('a' + (value - 1) % 26);

    private static string Numeral(int value)
    {
        if (value > 3999) return Digits(value);
        var text = "";
        foreach (var (step, sign) in Roman)
        {
            for (; value >= step; value -= step) text += sign;
        }
        return text;
    }
}
