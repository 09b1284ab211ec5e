using System.Text.RegularExpressions;

namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>
/// Removes secrets from texts before anybody reads them. Everything that comes from outside (a refusal that echoes the
/// request, a proxy's page, <c>last_error_message</c>) and everything that a caller passed (a path, a URL, a host) goes
/// through it on its way into a log or an exception.
/// </summary>
/// <remarks>
/// Whatever has the form of a bot token is removed, also that of another bot; a bot's own is removed in every form it
/// is known to take.
/// </remarks>
internal sealed partial class Redaction
{
    // Shorter ones are found in ordinary text, which would be garbled, and keep nothing secret.
    private const int MinSecretLength = 4;

    private readonly BotToken? _token;
    private readonly string[] _secrets;
    private readonly Regex? _anySecret;

    /// <param name="token">The bot's; null where no bot is known.</param>
    /// <param name="secrets">Other secrets, such as the webhook's secret token; null and empty ones are left
    /// out.</param>
    public Redaction(BotToken? token, params IEnumerable<string?> secrets)
    {
        _token = token;
        // The longest first: one may be a part of another.
        _secrets = [.. secrets.Where(secret => secret?.Length >= MinSecretLength).Select(secret => secret!).OrderByDescending(secret => secret.Length)];
        if (_secrets.Length > 0)
            _anySecret = new Regex(string.Join('|', _secrets.Select(Regex.Escape)), RegexOptions.CultureInvariant);
    }

    /// <summary>For where no bot is known.</summary>
    public static Redaction OfTokens { get; } = new(null);

    /// <summary>The same with more secrets.</summary>
    public Redaction With(params IEnumerable<string?> secrets) => new(_token, [.. _secrets, .. secrets]);

    /// <summary>Whether <paramref name="text"/> shows a secret.</summary>
    public bool Finds(string text) => Clean(text) != text;

    /// <summary>The text with every secret replaced by a word that says what stood there.</summary>
    public string Clean(string text)
    {
        var clean = _token?.RemoveFrom(text) ?? text;
        clean = TokenShape().Replace(clean, BotToken.Placeholder);
        // In one pass: a secret that is a word of what stands for another one would be replaced there, and so be shown.
        return _anySecret?.Replace(clean, "<secret token>") ?? clean;
    }

    /// <summary>
    /// The same for a text of bounded length on one line, as what somebody else wrote belongs into a message.
    /// </summary>
    public string Quote(string text, int maxLength = 200)
    {
        // Cleaned before it is cut, so that half a secret cannot remain at the end.
        var clean = string.Concat(Clean(text).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return clean.Length <= maxLength ? clean : string.Concat(clean.AsSpan(0, maxLength), "…");
    }

    // What @BotFather gives has 8 to 10 digits and 35 characters; in a URL the colon may be escaped.
    [GeneratedRegex("[0-9]{6,}(?::|%3A)[A-Za-z0-9_-]{30,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TokenShape();
}
