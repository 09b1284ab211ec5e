using System.Globalization;
using System.Text;

namespace Telegram.Webhooks.Runtime.Sandbox.Text;

/// <summary>Characters that HTML writes as numbers.</summary>
internal static class CharacterReferences
{
    /// <param name="number"><c>#</c> and digits, or <c>#x</c> and hexadecimal ones.</param>
    /// <returns>The character; empty when there is no such.</returns>
    public static string Character(string number)
    {
        var hex = number.StartsWith("#x", StringComparison.OrdinalIgnoreCase);
        var parsed = hex
            ? int.TryParse(number[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code)
            : int.TryParse(number[1..], NumberStyles.None, CultureInfo.InvariantCulture, out code);
        return parsed && Rune.TryCreate(code, out var rune) ? rune.ToString() : "";
    }
}
