using System.Security.Cryptography;

namespace Telegram.Webhooks.Runtime.Sandbox.Page;

/// <summary>The chat page in one piece: markup, style and script from the assembly, allowed by a fresh nonce.</summary>
internal static class PageHtml
{
    private static readonly string Whole = Read("page.html")
        .Replace("{{style}}", Read("page.css"), StringComparison.Ordinal)
        .Replace("{{script}}", Read("page.js"), StringComparison.Ordinal);

    public static string Make(out string contentSecurityPolicy)
    {
        var nonce = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        contentSecurityPolicy = $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self' data:; media-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return Whole.Replace("{{nonce}}", nonce, StringComparison.Ordinal);
    }

    private static string Read(string name)
    {
        using var stream = typeof(PageHtml).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
