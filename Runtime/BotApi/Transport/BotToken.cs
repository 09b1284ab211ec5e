using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>The secret that identifies a bot. Holds it, uses it, removes it from texts, and never shows it.</summary>
internal sealed class BotToken
{
    /// <summary>What stands in a text where the token stood.</summary>
    public const string Placeholder = "<token>";

    // Below this a token's second half is a test's, and common enough in ordinary text that removing it would garble
    // messages.
    private const int MinRecognisableSecret = 16;

    private readonly string _text;
    private readonly string _secret;

    private BotToken(string text, long botId)
    {
        _text = text;
        _secret = text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
        BotId = botId;
    }

    public long BotId { get; }

    /// <summary>The path segment that authorises a request. Goes into a request's URL and nowhere else.</summary>
    public string PathSegment => "bot" + _text;

    /// <exception cref="ArgumentException">The text is not of a token's form.</exception>
    public static BotToken Parse(string? text, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(text, parameterName);
        var token = text.Trim();
        var colon = token.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0
            && long.TryParse(token.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var botId)
            && colon + 1 < token.Length
            && token.AsSpan(colon + 1).IndexOfAnyExcept(Allowed) < 0)
            return new BotToken(token, botId);
        throw new ArgumentException(
            "The bot token must have the form 123456789:letters-digits-_ as @BotFather gives it; "
            + $"the text passed ({text.Length} characters, not shown because it may be secret) does not.",
            parameterName);
    }

    /// <summary>A keyed hash of <paramref name="text"/> that only somebody who knows the token can compute.</summary>
    public byte[] Sign(string text) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(_text), Encoding.UTF8.GetBytes(text));

    public bool IsIn(string text) =>
        text.Contains(_text, StringComparison.OrdinalIgnoreCase)
        || text.Contains(Escaped, StringComparison.OrdinalIgnoreCase)
        || (_secret.Length >= MinRecognisableSecret && text.Contains(_secret, StringComparison.OrdinalIgnoreCase));

    /// <summary>The text with the token, whole, URL-escaped or its secret half alone, replaced.</summary>
    public string RemoveFrom(string text)
    {
        if (!IsIn(text))
            return text;
        var clean = text
            .Replace(_text, Placeholder, StringComparison.OrdinalIgnoreCase)
            .Replace(Escaped, Placeholder, StringComparison.OrdinalIgnoreCase);
        return _secret.Length < MinRecognisableSecret
            ? clean
            : clean.Replace(_secret, Placeholder, StringComparison.OrdinalIgnoreCase);
    }

    public override string ToString() => $"token of bot {BotId}";

    private string Escaped => _text.Replace(":", "%3A", StringComparison.Ordinal);

    private static System.Buffers.SearchValues<char> Allowed { get; } =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
}
