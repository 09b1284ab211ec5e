namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>
/// What Telegram answers to <c>setWebhook</c> and what it means. What can be known beforehand is checked beforehand;
/// this is for the rest.
/// </summary>
internal static class RegistrationAdvice
{
    public static IReadOnlyList<AdviceRow> Rows { get; } =
    [
        new("registration.url", "invalid webhook URL specified", "Telegram cannot take the URL apart.",
            "Give it as https://host[:port]/path."),
        new("registration.secret-too-long", "secret token is too long", "A secret token has at most 256 characters.",
            "Give a shorter one."),
        new("registration.secret-characters", "secret token contains unallowed characters",
            "A secret token has letters, digits, _ and - only.", "Give another one."),
        new("registration.certificate-too-big", "certificate size is too big", "A certificate has at most 3 MiB.",
            "Upload the certificate alone."),
        new("registration.certificate-not-saved", "failed to save certificate",
            "The Bot API server could not keep the certificate.",
            "Start again; with a server of your own, check its disk and the rights on its directory."),
        new("registration.http", "An HTTPS URL must be provided", "Telegram delivers over https only.",
            "Give an https URL; only a Bot API server of your own, run with --local, takes http."),
        new("registration.port", "Webhook can be set up only on ports", "Telegram delivers to ports 443, 80, 88 and 8443 only.", "Put one of these ports into the URL, with a proxy or port forwarding before the server if need be."),
        new("registration.ip-address", "Invalid IP address specified", "The fixed IP address is none.",
            "Give it as four numbers with dots, or leave it out."),
        new("registration.ipv6-only", "IPv6-only addresses are not allowed",
            "The host has no IPv4 address, and Telegram delivers over IPv4 only.", "Give the host an A record."),
        new("registration.reserved-address", "is reserved", "The address is not reachable from the internet.",
            "Give the host's A record the public address, such as a tunnel's or the router's."),
        new("registration.dns", "Failed to resolve host", "Telegram's DNS does not know the host.",
            "Check the name; a new DNS entry takes some minutes (up to an hour where a wrong one was asked for before) to be known everywhere."),
        new("registration.certificate", "Failed to set custom certificate", "The certificate that was uploaded is not one that Telegram can load.", "Upload PEM text that begins with -----BEGIN CERTIFICATE-----."),
        new("registration.other-instance", "terminated by other setWebhook", "Another call of setWebhook for the same bot came at the same moment.", "Start again; if it lasts, find out which other program uses this bot's token."),
        new("registration.limited", "Too Many Requests", "A bot may call setWebhook once a second.",
            "Start again a little later; do not start many instances at the same moment."),
        new("registration.token", "Unauthorized", "The bot's token is not valid, or no longer.",
            "Ask @BotFather for the token."),
        new("registration.not-found", "Not Found", "The server knows no such bot or method.",
            "Check the token and BaseUrl."),
        new("registration.logged-out", "Logged out", "The bot was logged out of this Bot API server.",
            "Use the server it was moved to, or wait ten minutes."),
    ];

    private static readonly AdviceRow Other = new("registration.other", "", "Telegram does not take the registration as it is.", "See https://core.telegram.org/bots/api#setwebhook for what it expects.");

    /// <summary>What a refusal means.</summary>
    public static AdviceRow Of(string description) => Rows.FirstOrDefault(row => row.IsAbout(description)) ?? Other;
}
