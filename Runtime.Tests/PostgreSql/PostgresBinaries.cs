namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

/// <summary>The PostgreSQL programs of this machine, of the newest version there is that the inbox can use.</summary>
internal static class PostgresBinaries
{
    private const int OldestVersion = 15;
    private static readonly string[] Places = ["/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt"];

    /// <summary>The folder they are in; null when there is none.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find() =>
        Places.Where(Directory.Exists).SelectMany(Directory.GetDirectories)
            .Concat(Directory.Exists("/usr") ? Directory.GetDirectories("/usr", "pgsql-*") : [])
            .Select(folder => (Version: VersionOf(Path.GetFileName(folder)), Bin: Path.Combine(folder, "bin")))
            .Where(found => found.Version >= OldestVersion && File.Exists(Path.Combine(found.Bin, "postgres")) && File.Exists(Path.Combine(found.Bin, "initdb")))
            .OrderByDescending(found => found.Version).Select(found => found.Bin).FirstOrDefault();

    // "15", "postgresql@16", "pgsql-17".
    private static int VersionOf(string folder) =>
        int.TryParse(folder.Split('@', '-')[^1], System.Globalization.CultureInfo.InvariantCulture, out var version) ? version : 0;
}
