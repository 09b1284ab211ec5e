using Telegram.Webhooks.Runtime.Diagnosis;

namespace Telegram.Webhooks.Runtime;

/// <summary>The doctor: finds out why updates do not come.</summary>
public static class WebhookExaminationExtensions
{
    /// <summary>
    /// Examines the bot's webhook: what Telegram says of it against what was asked for, DNS, the port, TLS as Telegram verifies it, the certificate,
    /// the path and the secret token. Changes nothing, and no handler sees anything of it.
    /// </summary>
    /// <param name="bot">The bot.</param>
    /// <param name="expected">What the webhook should be like; null to examine it as it is registered.</param>
    /// <param name="options">How far to go; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the examination.</param>
    /// <returns>What was found. That Telegram could not be asked is a finding, too.</returns>
    /// <exception cref="ArgumentException">An option cannot be used.</exception>
    /// <remarks>
    /// The server must run for the connection to be tried. It is tried from this machine, and Telegram's view may differ: such findings are marked
    /// <see cref="FindingCertainty.Likely"/>. The secret token is sent only to a server whose certificate Telegram would accept.
    /// </remarks>
    public static Task<WebhookExamination> ExamineWebhook(
        this TelegramBot bot, WebhookExpectation? expected = null, WebhookExaminationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bot);
        options ??= new WebhookExaminationOptions();
        options.Validate();
        return new WebhookDoctor(bot, options).Examine(expected, cancellationToken);
    }
}
