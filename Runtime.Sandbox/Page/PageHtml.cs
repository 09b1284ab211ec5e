using System.Security.Cryptography;
using System.Text;

namespace Telegram.Webhooks.Runtime.Sandbox.Page;

/// <summary>
/// The chat page's markup. Its script and styles are allowed by a fresh nonce, which the script's own imports inherit.
/// </summary>
internal static class PageHtml
{
    private static readonly string Whole = Encoding.UTF8.GetString(PageAssets.Find("page.html")!);

    public static string Make(out string contentSecurityPolicy)
    {
        var nonce = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        contentSecurityPolicy = $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self' data: blob:; media-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return Whole.Replace("{{nonce}}", nonce, StringComparison.Ordinal);
    }
}
