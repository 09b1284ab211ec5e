namespace Telegram.Webhooks.Runtime.Types;

public sealed partial class User
{
    private const int LongestPayload = 64;

    /// <summary>First and last name.</summary>
    public string FullName => string.IsNullOrEmpty(LastName) ? FirstName : $"{FirstName} {LastName}";

    /// <summary>
    /// A link that opens a chat with this bot and starts it; the payload comes back as
    /// <see cref="Message.StartPayload"/>.
    /// </summary>
    /// <param name="payload">1 to 64 letters, digits, <c>-</c> and <c>_</c>; null for none.</param>
    /// <exception cref="InvalidOperationException">The user has no username, so that there is no such link.</exception>
    /// <exception cref="ArgumentException">The payload is longer, or has another character in it.</exception>
    public Uri StartLink(string? payload = null)
    {
        if (string.IsNullOrEmpty(Username))
            throw new InvalidOperationException("There is no link to a user without a username.");
        if (payload is null)
            return new Uri($"https://t.me/{Username}");
        if (payload.Length is 0 or > LongestPayload
            || payload.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_')))
            throw new ArgumentException("A payload has 1 to 64 characters, and only letters, digits, '-' and '_'. Encode what has more in base64url.", nameof(payload));
        return new Uri($"https://t.me/{Username}?start={payload}");
    }

    /// <summary>Id and sort: no name, so it is safe to log.</summary>
    public override string ToString() => $"{(IsBot ? "bot" : "user")} {Id}";
}
