using System.Net;
using System.Net.Sockets;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Updates;
using Telegram.Webhooks.Runtime.Sandbox.Wire;

namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>What every sender needs, whichever webhook it serves.</summary>
internal sealed class SenderFactory(
    UpdateQueue updates, WebhookState state, TimeProvider time, Random random, WireLog log, Activity activity)
{
    /// <summary>Looks a name up. IPv4 is preferred, as in the real server.</summary>
    public required Func<string, Task<IPAddress>> Resolve { get; init; }

    /// <summary>Which addresses are allowed, when a webhook is set and after that.</summary>
    public required WebhookRules Rules { get; init; }

    /// <summary>Runs the method call that a webhook answered with; its result goes nowhere.</summary>
    public Func<string, CallParameters, Task> Reply { get; set; } = (_, _) => Task.CompletedTask;

    public UpdateQueue Updates => updates;

    public WebhookState State => state;

    public TimeProvider Time => time;

    public Random Random => random;

    public WireLog Log => log;

    public Activity Activity => activity;

    public WebhookSender Start(WebhookSettings settings, Action<WebhookSender> gone)
    {
        var sender = new WebhookSender(settings, this, gone);
        sender.Start();
        return sender;
    }

    public static async Task<IPAddress> ResolveName(string host)
    {
        if (IPAddress.TryParse(host, out var literal)) return literal;
        var found = await Dns.GetHostAddressesAsync(host).ConfigureAwait(false);
        return found.FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork) ?? found[0];
    }
}
