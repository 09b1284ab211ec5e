using System.Net;

namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>The HTTP client of a bot that was not given one.</summary>
internal static class OwnHttpClient
{
    public static HttpClient Create() => Create(AddressRace.OfTheSystem);

    public static HttpClient Create(AddressRace race) => new(CreateHandler(race))
    {
        // Each attempt has a timer of its own that counts from the last progress.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public static SocketsHttpHandler CreateHandler() => CreateHandler(AddressRace.OfTheSystem);

    private static SocketsHttpHandler CreateHandler(AddressRace race) => new()
    {
        // A redirect would carry the token in the URL to wherever it points.
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        // Connections live long enough to be reused and short enough to follow a change of address.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // Shorter than servers usually wait, so that a call seldom meets a connection that is just being closed.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        ConnectTimeout = TimeSpan.FromSeconds(15),
        ConnectCallback = (context, cancellationToken) => race.Connect(context.DnsEndPoint, cancellationToken),
        // Tracing would put the URL, and the token with it, into every span.
        ActivityHeadersPropagator = null,
    };
}
