using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

/// <summary>The network between one instance and the database.</summary>
internal sealed class DatabaseNetwork : IAsyncDisposable
{
    private readonly CuttableRelay _relay;

    public DatabaseNetwork(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        _relay = new CuttableRelay(settings.Host!.StartsWith('/')
            ? new UnixDomainSocketEndPoint(Path.Combine(settings.Host, $".s.PGSQL.{settings.Port}"))
            : new DnsEndPoint(settings.Host, settings.Port));
        settings.Host = "127.0.0.1";
        settings.Port = _relay.Port;
        settings.SslMode = SslMode.Disable;
        settings.Timeout = 2;
        ConnectionString = settings.ConnectionString;
    }

    /// <summary>The database by way of this network.</summary>
    public string ConnectionString { get; }

    public void Cut() => _relay.Cut();

    public void FallSilent() => _relay.FallSilent();

    public void Restore() => _relay.Restore();

    public ValueTask DisposeAsync() => _relay.DisposeAsync();
}
