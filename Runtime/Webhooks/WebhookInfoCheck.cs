using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// Reads <c>getWebhookInfo</c> shortly after a start and now and then later: a successful <c>setWebhook</c> does not prove that Telegram can
/// reach the server, and until somebody writes to the bot Telegram does not try.
/// </summary>
internal sealed class WebhookInfoCheck : IAsyncDisposable
{
    // The last one again and again.
    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1)];

    // Telegram tries again after two minutes at most, so an error older than this is over.
    private static readonly TimeSpan StillFailing = TimeSpan.FromMinutes(3);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public WebhookInfoCheck(TelegramBot bot, DateTimeOffset startedAt, ErrorReporter errors, TimeProvider time, ILogger logger) =>
        _running = Run(bot, startedAt, errors, time, logger, _stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>What Telegram's last error means and what to do about it; null when there is none since the start.</summary>
    public static string? Explain(WebhookInfo info, DateTimeOffset startedAt)
    {
        // Telegram's times are whole seconds, and its errors stay until the webhook is set anew.
        if (info.LastErrorMessage is not { } error || info.LastErrorDate is not { } at || at < startedAt.AddSeconds(-1))
            return null;
        return $"Telegram could not deliver an update to {WebhookUrl.WithoutUserInfo(info.Url)} at {at:u}: {error}. {Advice(error)}";
    }

    private static string Advice(string error)
    {
        if (error.Contains("SSL", StringComparison.OrdinalIgnoreCase) || error.Contains("certificate", StringComparison.OrdinalIgnoreCase))
            return "It does not trust the certificate served: upload the very certificate (or its root) that the server uses, and check that it names the URL's host. If a proxy before the server has a certificate of its own, that is the one that counts: set TlsEndsAtProxy, and upload nothing unless the proxy's is self-signed.";
        if (error.Contains("timed out", StringComparison.OrdinalIgnoreCase) || error.Contains("connect", StringComparison.OrdinalIgnoreCase))
            return "It cannot reach the server: check DNS, the firewall, the port forwarding, and that the server listens on an address reachable from the internet.";
        if (error.Contains("Read timeout", StringComparison.OrdinalIgnoreCase))
            return "An answer took more than 60 s: use an inbox, which answers at once, or make the receiver faster.";
        if (error.Contains("401", StringComparison.Ordinal))
            return "The secret token did not arrive as it was registered: does a proxy drop the X-Telegram-Bot-Api-Secret-Token header?";
        if (error.Contains("404", StringComparison.Ordinal))
            return "Something answers there, but not under this path: compare the URL's path with the sub-route, and what the proxy makes of it.";
        if (error.Contains("503", StringComparison.Ordinal))
            return "Either this server refuses updates, since its inbox is full or failing (then onError tells of it) or it was stopping, or a proxy does not reach it.";
        if (error.Contains("Wrong response", StringComparison.OrdinalIgnoreCase))
            return "Something between Telegram and this server, such as a proxy, answers instead of it, or the receiver fails.";
        return "See https://core.telegram.org/bots/webhooks for what Telegram expects.";
    }

    private static async Task Run(
        TelegramBot bot, DateTimeOffset startedAt, ErrorReporter errors, TimeProvider time, ILogger logger, CancellationToken stop)
    {
        string? told = null;
        for (var look = 0; !stop.IsCancellationRequested; look++)
        {
            try
            {
                await Task.Delay(Waits[Math.Min(look, Waits.Length - 1)], time, stop).ConfigureAwait(false);
                var info = await bot.GetWebhookInfo(stop).ConfigureAwait(false);
                var problem = look == 0 ? Explain(info, startedAt) : ExplainLasting(info, startedAt, time.GetUtcNow());
                if (problem is not null && info.LastErrorMessage != told)
                    errors.Report(new WebhookException(WebhookStage.Registration, problem));
                told = problem is null ? null : info.LastErrorMessage;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The server stopped before it was time to look.
                return;
            }
            catch (Exception e)
            {
                WebhookLog.WebhookInfoUnreadable(logger, e.Message);
            }
        }
    }

    // A passing fault, which mends itself with Telegram's next attempt, is none of a wrong set-up.
    private static string? ExplainLasting(WebhookInfo info, DateTimeOffset startedAt, DateTimeOffset now) =>
        info.PendingUpdateCount > 0 && info.LastErrorDate > now - StillFailing ? Explain(info, startedAt) : null;
}
