using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Telegram.Webhooks.Runtime.Sandbox.Page;

/// <summary>
/// Who may open the page and drive people. On a loopback address: anybody at this machine, under a loopback name. On
/// any other address only who has the key that the page's address carries.
/// </summary>
internal sealed class PageAccess(IPAddress host)
{
    private const string Cookie = "sandbox_key";
    private const string Header = "X-Sandbox-Key";

    private static readonly string[] LoopbackNames = ["127.0.0.1", "localhost", "[::1]"];

    /// <summary>Null where the machine's own people are enough of a guard.</summary>
    public string? Key { get; } = IPAddress.IsLoopback(host)
        ? null
        : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>
    /// Why a request is refused; null when it is not. What changes something needs a header that other sites' pages
    /// cannot send.
    /// </summary>
    public string? Refusal(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method) && !request.Headers.ContainsKey("X-Sandbox"))
            return "The header 'X-Sandbox: 1' is missing.";
        if (Key is null)
        {
            return LoopbackNames.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase)
                ? null
                : $"Name this machine by one of {string.Join(", ", LoopbackNames)}.";
        }

        return IsKey(request.Cookies[Cookie]) || IsKey(request.Headers[Header].ToString()) || IsKey(request.Query["key"].ToString())
            ? null
            : $"The key is missing or wrong: it is in the page's address, and may stand in the header {Header}.";
    }

    /// <summary>Keeps the key that came with the page's address, so that it need not stay there.</summary>
    public void Remember(HttpContext http)
    {
        if (Key is not null && IsKey(http.Request.Query["key"].ToString()))
            http.Response.Cookies.Append(
                Cookie, Key, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true });
    }

    private bool IsKey(string? given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given ?? ""), Encoding.UTF8.GetBytes(Key!));
}
