using Npgsql;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// Where connections come from: a data source of the caller's, or one that each opening makes and disposes of.
/// </summary>
internal sealed class DatabaseSource
{
    // A plan that was made while the tables were empty would read all of them once there is a backlog.
    private const string Reading = "-c plan_cache_mode=force_custom_plan";

    // The few statements that run all the time are planned once: planning takes longer than carrying them out. There is
    // one way to do each of them whatever the tables hold, row by row over the primary keys, so the ways that read
    // whole tables are turned off.
    internal const string Writing =
        "-c plan_cache_mode=force_generic_plan -c jit=off -c enable_seqscan=off -c enable_bitmapscan=off "
        + "-c enable_hashjoin=off -c enable_mergejoin=off -c enable_sort=off -c enable_memoize=off";

    private readonly NpgsqlDataSource? _given;
    private readonly NpgsqlConnectionStringBuilder? _settings;
    private readonly bool _isPooled;

    public DatabaseSource(NpgsqlDataSource given) => _given = given;

    public DatabaseSource(string connectionString, bool pooled)
    {
        _settings = Read(connectionString);
        // ContainsKey says whether Npgsql knows a keyword, not whether it is given.
        if (!_settings.ShouldSerialize("Application Name")) _settings.ApplicationName = "telegram-webhooks";
        // Over a network that has fallen silent, giving up a statement takes as long as connecting does, on top of its
        // own time.
        if (!_settings.ShouldSerialize("Timeout")) _settings.Timeout = 5;
        _isPooled = pooled;
        if (pooled)
        {
            _settings.MaxAutoPrepare = 0;
            _settings.NoResetOnClose = true;
            return;
        }

        if (_settings.MaxAutoPrepare == 0) _settings.MaxAutoPrepare = 40;
        if (_settings.KeepAlive == 0) _settings.KeepAlive = 10;
        // Nothing here leaves a session changed, and to reset one takes longer than to use it.
        _settings.NoResetOnClose = true;
    }

    /// <summary>The data sources, and whether the inbox owns them and disposes of them.</summary>
    public (NpgsqlDataSource Source, NpgsqlDataSource Writing, bool IsOwned) Open()
    {
        if (_given is not null) return (_given, _given, false);
        if (_isPooled)
        {
            var one = Build(_settings!.ConnectionString);
            return (one, one, true);
        }

        return (Build(With(Reading)), Build(With(Writing)), true);
    }

    /// <summary>The server and the database; never the password.</summary>
    public override string ToString() =>
        _settings is { } settings ? $"{settings.Host}:{settings.Port}/{settings.Database ?? settings.Username}" : "the data source given";

    private static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException)
        {
            // Without the string and the parser's words for it: a URL, or a password with a semicolon, is a keyword
            // there.
            var isUrl = connectionString.Contains("://", StringComparison.Ordinal);
            var unfit = error is ArgumentException { ParamName: { } name } && new NpgsqlConnectionStringBuilder()
                .ContainsKey(name) ? name : null;
            var why = isUrl ? "It is a URL."
                : unfit is not null ? $"The value of {unfit} does not fit."
                : "It has a keyword that Npgsql does not know, or is not made of pairs.";
            throw new ArgumentException(
                $"The connection string cannot be read. {why} Npgsql takes pairs, such as \"Host=db;Database=bot;Username=bot;Password=…\".",
                nameof(connectionString));
        }
    }

    private string With(string options) =>
        new NpgsqlConnectionStringBuilder(_settings!.ConnectionString) { Options = $"{_settings.Options} {options}".TrimStart() }.ConnectionString;

    private static NpgsqlDataSource Build(string connectionString)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(connectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        return builder.Build();
    }
}
