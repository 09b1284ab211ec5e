using Telegram.Webhooks.Runtime.Diagnosis;

namespace Telegram.Webhooks.Runtime.Tests.Diagnosis;

/// <summary>The tables of what Telegram says and what it means: each row by a text that Telegram really says.</summary>
public class AdviceTablesTests
{
    private static readonly (string Error, string Id, string Says)[] Deliveries =
    [
        ("SSL error {error:0A00010B:SSL routines::wrong version number}", "delivery.plain-http",
            "No certificate is involved"),
        ("SSL error {error:0A000086:SSL routines::certificate verify failed}", "delivery.certificate-refused",
            "does not trust the certificate"),
        ("SSL error {error:0A000458:SSL routines::tlsv1 unrecognized name}", "delivery.tls-name",
            "no certificate for the host"),
        ("SSL error {error:0A000410:SSL routines::sslv3 alert handshake failure}", "delivery.tls-handshake",
            "no TLS version or cipher in common"),
        ("SSL error {error:0A00042E:SSL routines::tlsv1 alert protocol version}", "delivery.tls-version",
            "no TLS version in common"),
        ("SSL error {error:0A000438:SSL routines::tlsv1 alert internal error}", "delivery.tls-name",
            "no certificate for the host"),
        ("SSL error {error:0A000126:SSL routines::unexpected eof while reading}", "delivery.tls-broken",
            "middle of the TLS handshake"),
        ("Can't create an SSL connection: unexpected eof", "delivery.tls-broken", "middle of the TLS handshake"),
        ("SSL error {error:0A0000C6:SSL routines::packet length too long}", "delivery.tls", "openssl s_client"),
        ("Connection refused", "delivery.connection-refused", "nothing listens"),
        ("No route to host", "delivery.unreachable", "no way from Telegram"),
        ("Network is unreachable", "delivery.unreachable", "no way from Telegram"),
        ("Connection timed out", "delivery.timed-out", "149.154.160.0/20"),
        ("Connection reset by peer", "delivery.connection-broken", "broken off"),
        ("Broken pipe", "delivery.connection-broken", "broken off"),
        ("Can't connect to the webhook", "delivery.cannot-connect", "could not open a connection"),
        ("Read timeout expired", "delivery.too-slow", "within 60 s"),
        ("Write timeout expired", "delivery.too-slow", "did not take in"),
        ("HTTP Version Not Supported", "delivery.http-version", "HTTP/1.1"),
        ("Unsupported Media Type: unsupported content-encoding", "delivery.content-encoding", "compression"),
        ("Request Entity Too Large: too much parameters", "delivery.answer-too-large", "1 MiB"),
        ("Failed to resolve host: Name or service not known", "delivery.dns", "A record"),
        ("IP address 10.0.0.1 is reserved", "delivery.reserved-address", "not reachable from the internet"),
        ("Something new", "delivery.other", "core.telegram.org"),
        ("Wrong response from the webhook: 400 Bad Request", "answer.bad-request", "no update"),
        ("Wrong response from the webhook: 401 Unauthorized", "answer.secret-refused", "secret token did not arrive"),
        ("Wrong response from the webhook: 403 Forbidden", "answer.address-refused",
            "This server answers so to addresses outside AllowedNetworks"),
        ("Wrong response from the webhook: 404 Not Found", "answer.not-found", "URL's path"),
        ("Wrong response from the webhook: 405 Method Not Allowed", "answer.method-refused", "no POST"),
        ("Wrong response from the webhook: 408 Request Timeout", "answer.too-slow", "in time"),
        ("Wrong response from the webhook: 410 Gone", "answer.gone", "deletes the webhook"),
        ("Wrong response from the webhook: 411 Length Required", "answer.length-required", "Content-Length"),
        ("Wrong response from the webhook: 413 Payload Too Large", "answer.too-large", "MaxBodyBytes"),
        ("Wrong response from the webhook: 414 URI Too Long", "answer.url-too-long", "Shorten"),
        ("Wrong response from the webhook: 415 Unsupported Media Type", "answer.not-json", "Content-Type"),
        ("Wrong response from the webhook: 421 Misdirected Request", "answer.wrong-host", "host"),
        ("Wrong response from the webhook: 426 Upgrade Required", "answer.upgrade-required", "HTTP/1.1"),
        ("Wrong response from the webhook: 429 Too Many Requests", "answer.limited", "limits the number"),
        ("Wrong response from the webhook: 431 Request Header Fields Too Large", "answer.headers-too-large",
            "The server's log says when it was this server"),
        ("Wrong response from the webhook: 500 Internal Server Error", "answer.failing", "receiver fails"),
        ("Wrong response from the webhook: 502 Bad Gateway", "answer.proxy-cannot-reach", "proxy answers instead"),
        ("Wrong response from the webhook: 503 Service Unavailable", "answer.busy", "inbox is full or failing"),
        ("Wrong response from the webhook: 504 Gateway Timeout", "answer.proxy-timed-out", "proxy answers instead"),
        ("Wrong response from the webhook: 521 Web server is down", "answer.cdn-cannot-reach", "Cloudflare"),
        ("Wrong response from the webhook: 530 <none>", "answer.cdn-cannot-reach", "Cloudflare"),
        ("Wrong response from the webhook: 301 Moved Permanently", "answer.redirects", "never follows"),
        ("Wrong response from the webhook: 302 Found", "answer.redirects", "login page"),
        ("Wrong response from the webhook: 303 See Other", "answer.redirects", "never follows"),
        ("Wrong response from the webhook: 307 Temporary Redirect", "answer.redirects", "HTTPS redirection"),
        ("Wrong response from the webhook: 308 Permanent Redirect", "answer.redirects", "never follows"),
        ("Wrong response from the webhook: 418 I'm a teapot", "answer.other", "this server never answers so"),
        ("Wrong response from the webhook: 100 Continue", "answer.other", "this server never answers so"),
    ];

    private static readonly (string Description, string Id)[] Registrations =
    [
        ("Bad Request: invalid webhook URL specified", "registration.url"),
        ("Bad Request: secret token is too long", "registration.secret-too-long"),
        ("Bad Request: secret token contains unallowed characters", "registration.secret-characters"),
        ("Bad Request: certificate size is too big (4000000 bytes)", "registration.certificate-too-big"),
        ("Internal Server Error: failed to save certificate", "registration.certificate-not-saved"),
        ("Bad Request: bad webhook: An HTTPS URL must be provided for webhook", "registration.http"),
        ("Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443", "registration.port"),
        ("Bad Request: bad webhook: Invalid IP address specified", "registration.ip-address"),
        ("Bad Request: bad webhook: IPv6-only addresses are not allowed", "registration.ipv6-only"),
        ("Bad Request: bad webhook: IP address 10.0.0.1 is reserved", "registration.reserved-address"),
        ("Bad Request: bad webhook: Failed to resolve host: Name or service not known", "registration.dns"),
        ("Bad Request: bad webhook: Failed to set custom certificate file{error:05880009}", "registration.certificate"),
        ("Conflict: terminated by other setWebhook", "registration.other-instance"),
        ("Too Many Requests: retry after 1", "registration.limited"),
        ("Unauthorized", "registration.token"),
        ("Not Found", "registration.not-found"),
        ("Bad Request: Logged out", "registration.logged-out"),
        ("Bad Request: something new", "registration.other"),
    ];

    [TestCaseSource(nameof(DeliveryCases))]
    public void An_error_of_a_delivery_is_explained(string error, string id, string says)
    {
        var row = DeliveryAdvice.Of(error);

        Assert.That(row.Id, Is.EqualTo(id));
        Assert.That($"{row.Why} {row.WhatToDo}", Does.Contain(says));
    }

    [TestCaseSource(nameof(RegistrationCases))]
    public void A_refusal_of_a_registration_is_explained(string description, string id) =>
        Assert.That(RegistrationAdvice.Of(description).Id, Is.EqualTo(id));

    [Test]
    public void Every_row_has_a_text_that_it_explains()
    {
        var shown = Deliveries.Select(d => DeliveryAdvice.Of(d.Error))
            .Concat(Registrations.Select(r => RegistrationAdvice.Of(r.Description))).ToHashSet();

        Assert.That(DeliveryAdvice.Rows.Concat(StatusAdvice.Rows).Concat(RegistrationAdvice.Rows).Where(row => !shown.Contains(row)), Is.Empty);
    }

    [Test]
    public void Advice_is_whole_sentences() =>
        Assert.That(DeliveryAdvice.Rows.Concat(StatusAdvice.Rows).Concat(RegistrationAdvice.Rows),
            Is.All.Matches<AdviceRow>(
            row => char.IsUpper(row!.Why[0]) && row.Why.EndsWith('.') && char.IsUpper(row.WhatToDo[0])));

    private static IEnumerable<TestCaseData> DeliveryCases() =>
        Deliveries.Select(d => new TestCaseData(d.Error, d.Id, d.Says));

    private static IEnumerable<TestCaseData> RegistrationCases() =>
        Registrations.Select(r => new TestCaseData(r.Description, r.Id));
}
