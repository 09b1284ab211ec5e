using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// TLS on one of Kestrel's endpoints, with whatever certificate is the current one when a connection begins.
/// </summary>
internal sealed class TlsEndpoint(ServerCertificateSource source, ILogger logger)
{
    /// <summary>Marks a connection whose first record was a ClientHello.</summary>
    private static readonly object Greeted = new();

    /// <summary>Puts TLS in front of everything that is added to the endpoint after this.</summary>
    public void AddTo(ListenOptions listen)
    {
        listen.Use(next => connection => Guard(next, connection));
        listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = OnConnection });
    }

    private ValueTask<SslServerAuthenticationOptions> OnConnection(TlsHandshakeCallbackContext context)
    {
        context.Connection.Items[Greeted] = true;
        // The context is shared by all connections, for it holds the prepared chain and the session cache.
        return new(new SslServerAuthenticationOptions { ServerCertificateContext = source.Current.Context });
    }

    /// <summary>
    /// A scanner's first record may be anything. When it is a record of TLS but no ClientHello, the framework asks for
    /// no certificate and then throws that there is none, which Kestrel logs as an unhandled error.
    /// </summary>
    private async Task Guard(ConnectionDelegate next, ConnectionContext connection)
    {
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        catch (NotSupportedException noHello) when (!connection.Items.ContainsKey(Greeted))
        {
            TlsLog.NoClientHello(logger, connection.ConnectionId, noHello);
        }
    }
}
