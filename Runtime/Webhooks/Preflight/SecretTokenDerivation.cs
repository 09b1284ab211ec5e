using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Telegram.Webhooks.Runtime.Webhooks.Preflight;

/// <summary>The secret token of a bot that was given none: unguessable, yet the same at every start and on every instance.</summary>
internal static class SecretTokenDerivation
{
    /// <summary>HMAC-SHA-256 of the URL under the bot's token, in base64url: 43 characters, all of which Telegram allows.</summary>
    public static string Derive(string botToken, string url) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(botToken), Encoding.UTF8.GetBytes(url)));
}
