namespace Telegram.Webhooks.Runtime.Inbox;

internal sealed class SqliteInboxChoice : UpdateInbox
{
    private readonly string? _path;
    private readonly SqliteInboxOptions _options;

    public SqliteInboxChoice(string? path, SqliteInboxOptions options)
    {
        if (path is not null && (string.IsNullOrWhiteSpace(path) || path.StartsWith(":memory:", StringComparison.OrdinalIgnoreCase) || path.StartsWith("file:", StringComparison.OrdinalIgnoreCase)))
            throw new ArgumentException(
                $"'{path}' is not the path of a file. A SQLite inbox is a file, for what it keeps to outlive the process; in memory, use UpdateInbox.InMemory().", nameof(path));
        _path = path;
        _options = options;
    }

    public override async ValueTask<IUpdateInbox> Open(InboxContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var problems = _options.Problems().ToList();
        if (problems.Count > 0) throw new InboxException(string.Join(" ", problems));
        var path = Path.GetFullPath(_path ?? DefaultPath(context.Name));
        // Opening reads and writes files; a server that starts should not be held up by a slow disk.
        return await Task.Run(() => SqliteInbox.Open(path, _options, context), cancellationToken).ConfigureAwait(false);
    }

    public override string ToString() => $"SQLite at {_path ?? DefaultPath("<name>")}";

    internal static string DefaultPath(string name)
    {
        var invalid = Path.GetInvalidFileNameChars();
        var safe = string.Concat(name.Trim('/').Select(c => c is '/' or '\\' || Array.IndexOf(invalid, c) >= 0 ? '_' : c)).TrimStart('.');
        return Path.Combine(".telegram", (safe.Length == 0 ? "webhook" : safe) + ".db");
    }
}
