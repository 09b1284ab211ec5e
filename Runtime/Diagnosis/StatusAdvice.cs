using System.Globalization;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>What an HTTP status means that a delivery, or a request made like one, was answered with.</summary>
internal static class StatusAdvice
{
    private const string WrongResponse = "Wrong response from the webhook: ";

    private const string Redirects = "Something before the server redirects, and Telegram never follows.";

    /// <summary>By status; in <see cref="AdviceRow.Says"/> stands what it begins with.</summary>
    public static IReadOnlyList<AdviceRow> Rows { get; } =
    [
        new("answer.bad-request", "400",
            "This server answers so to a body that is no update when no secret token is in use; else a proxy does, for instance one that speaks plain HTTP to a TLS port.",
            "Look at onError for undecodable updates; check scheme and port between the proxy and the server."),
        new("answer.secret-refused", "401",
            "The secret token did not arrive as the server expects it: another program has registered the webhook with another one, or a proxy drops the X-Telegram-Bot-Api-Secret-Token header, or asks for a login of its own.",
            "Start the server again, which registers its own; check that the proxy passes the header on and asks for no login on this path."),
        new("answer.address-refused", "403",
            "This server answers so to addresses outside AllowedNetworks; else a proxy or a firewall does.",
            "Behind a proxy the remote address is the proxy's: apply forwarded headers, or leave AllowedNetworks to the proxy. Let 149.154.160.0/20 and 91.108.4.0/22 in. A Bot API server of your own sends from its own address."),
        new("answer.not-found", "404",
            "Something answers there, but not under this path.",
            "Compare the URL's path with the sub-route, and with what the proxy makes of it; letters are told apart by case."),
        new("answer.method-refused", "405",
            "What answers under this path takes no POST: a page or a static site, not the webhook.",
            "Compare the URL's path with the sub-route, and with what the proxy makes of it."),
        new("answer.too-slow", "408",
            "What answers there did not get the whole request in time.",
            "Look into the log of the proxy for limits of time."),
        new("answer.gone", "410",
            "Something before the server says that the address is gone. If this lasts for a day, Telegram deletes the webhook.",
            "Find out what answers (this server never says so), and route the path to the server."),
        new("answer.length-required", "411", "Something before the server asks for a length that Telegram always sends: it drops headers.", "Let the proxy pass Content-Length on."),
        new("answer.too-large", "413",
            "The update is larger than this server's MaxBodyBytes, or than a proxy's limit.",
            "Updates have up to some 512 KiB: leave MaxBodyBytes at 1 MiB, and set the proxy's limit (client_max_body_size in nginx) to at least 1 MiB."),
        new("answer.url-too-long", "414", "A proxy takes no path as long as the URL's.", "Shorten the path."),
        new("answer.not-json", "415",
            "This server answers so to a content type other than JSON and to compressed bodies. Telegram sends neither, so a proxy changes the request.",
            "Let the proxy pass Content-Type and the body on as they are."),
        new("answer.wrong-host", "421", "The proxy does not serve the URL's host on this connection.",
            "Set the proxy up for the URL's host."),
        new("answer.upgrade-required", "426", "What answers wants another version of HTTP; Telegram speaks HTTP/1.1 only.", "Allow HTTP/1.1 on this host."),
        new("answer.limited", "429",
            "A proxy or a firewall limits the number of requests.",
            "Exempt the webhook's path from the limit, or lower max_connections. This server never answers so."),
        new("answer.headers-too-large", "431",
            "The headers are longer than what the server, or a proxy, takes. Telegram's own are at most 4 KiB, so a proxy adds long ones (cookies, forwarded tokens).",
            "Let the proxy add less, or raise the limit with WebhookServerOptions.ConfigureKestrel. The server's log says when it was this server."),
        new("answer.failing", "500",
            "With UpdateInbox.None this server answers so when the receiver fails; else something before it fails.",
            "Look at onError and the logs for what failed."),
        new("answer.proxy-cannot-reach", "502",
            "A proxy answers instead of the server, since it cannot reach it.",
            "Check that the server runs, and address, port and scheme (http or https) of the proxy's upstream."),
        new("answer.busy", "503",
            "Either this server refuses updates, since its inbox is full or failing (then onError says so) or it was stopping, or a proxy does not reach it.",
            "If it lasts, look at onError and the logs for the inbox, and at the proxy's upstream."),
        new("answer.proxy-timed-out", "504",
            "A proxy answers instead of the server, since the server did not answer it in time.",
            "Check that the proxy reaches the server; with UpdateInbox.None, make the receiver faster or use an inbox."),
        new("answer.cdn-cannot-reach", "52",
            "A content delivery network (these are Cloudflare's own numbers) answers instead of the server, since it cannot reach it or does not trust its certificate.",
            "Check the network's settings for the origin: its address, port, and what it demands of the certificate."),
        new("answer.cdn-cannot-reach", "530",
            "A content delivery network (this is Cloudflare's own number) answers instead of the server: it cannot find the origin.",
            "Check the network's DNS entry for the origin."),
        new("answer.redirects", "301", Redirects, "Register the URL that it redirects to, or exempt the path (HTTPS redirection, a trailing slash, a login page)."),
        new("answer.redirects", "302", Redirects,
            "Exempt the path from the login page or the redirection; the secret token authenticates Telegram."),
        new("answer.redirects", "303", Redirects, "Exempt the path from the redirection."),
        new("answer.redirects", "307", Redirects,
            "Register the URL that it redirects to, or exempt the path from HTTPS redirection."),
        new("answer.redirects", "308", Redirects,
            "Register the URL that it redirects to, or exempt the path from the redirection."),
    ];

    private static readonly AdviceRow Other = new("answer.other", "",
        "Something between Telegram and this server, such as a proxy, answers instead of it: this server never answers so.",
        "Find out what answers at the URL, and let it pass the path on to the server.");

    /// <summary>What a status means; every status but 2xx is a failure for Telegram.</summary>
    public static AdviceRow Of(int status)
    {
        var text = status.ToString(CultureInfo.InvariantCulture);
        return Rows.FirstOrDefault(row => text.StartsWith(row.Says, StringComparison.Ordinal)) ?? Other;
    }

    /// <summary>The status in what Telegram says of a delivery, or null.</summary>
    public static int? StatusIn(string error)
    {
        var at = error.IndexOf(WrongResponse, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return null;
        var rest = error.AsSpan(at + WrongResponse.Length);
        var digits = rest.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(digits < 0 ? rest : rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : null;
    }
}
