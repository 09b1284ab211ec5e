using System.Net;
using System.Net.Sockets;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;

namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>
/// Looks a webhook's host up again every 30 to 33 minutes. A new address retires connections to the old one.
/// </summary>
internal sealed class AddressWatch(WebhookSettings settings, SenderFactory shared)
{
    private const int CacheSeconds = 30 * 60;

    private TimeSpan? _next;
    private Task _lookup = Task.CompletedTask;
    private IPAddress? _found;

    public int Generation { get; private set; }

    /// <summary>
    /// Starts or takes in a look-up when it is time. Returns when to come again; null for a fixed address.
    /// </summary>
    public TimeSpan? Watch(TimeSpan now)
    {
        if (settings.FixedIp.Length > 0) return null;
        if (Interlocked.Exchange(ref _found, null) is { } address && !address.Equals(settings.Address))
        {
            settings.Address = address;
            Generation++;
        }
        _next ??= Later(now);
        if (now < _next || !_lookup.IsCompleted) return _next;
        _lookup = LookUp();
        return _next = Later(now);
    }

    private async Task LookUp()
    {
        try
        {
            var address = await shared.Resolve(settings.Url.BareHost).ConfigureAwait(false);
            shared.Rules.CheckAddress(address);
            Interlocked.Exchange(ref _found, address);
        }
        catch (Exception error) when (error is SocketException or ApiError)
        {
            // A name that cannot be found for now, or went where it may not, keeps its last address, and nobody is
            // told.
            return;
        }
    }

    private TimeSpan Later(TimeSpan now) =>
        now + TimeSpan.FromSeconds(CacheSeconds + shared.Random.Next(CacheSeconds / 10 + 1));
}
