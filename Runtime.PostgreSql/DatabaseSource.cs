using Npgsql;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>Where connections come from: a data source of the caller's, or one that each opening makes and disposes of.</summary>
internal sealed class DatabaseSource
{
    private readonly NpgsqlDataSource? _given;
    private readonly NpgsqlConnectionStringBuilder? _settings;

    public DatabaseSource(NpgsqlDataSource given) => _given = given;

    public DatabaseSource(string connectionString, bool pooled)
    {
        _settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (!_settings.ContainsKey("Application Name")) _settings.ApplicationName = "telegram-webhooks";
        // Over a network that has fallen silent, giving up a statement takes as long as connecting does, on top of its own time.
        if (!_settings.ContainsKey("Timeout")) _settings.Timeout = 5;
        if (pooled)
        {
            _settings.MaxAutoPrepare = 0;
            _settings.NoResetOnClose = true;
            return;
        }

        if (_settings.MaxAutoPrepare == 0) _settings.MaxAutoPrepare = 40;
        if (_settings.KeepAlive == 0) _settings.KeepAlive = 10;
        // A plan that was made while the tables were empty would read all of them once there is a backlog.
        if (string.IsNullOrEmpty(_settings.Options)) _settings.Options = "-c plan_cache_mode=force_custom_plan";
    }

    /// <summary>The data source, and whether the inbox owns it and disposes of it.</summary>
    public (NpgsqlDataSource Source, bool IsOwned) Open()
    {
        if (_given is not null) return (_given, false);
        var builder = new NpgsqlSlimDataSourceBuilder(_settings!.ConnectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        return (builder.Build(), true);
    }

    /// <summary>The server and the database; never the password.</summary>
    public override string ToString() =>
        _settings is { } settings ? $"{settings.Host}:{settings.Port}/{settings.Database}" : "the data source given";
}
