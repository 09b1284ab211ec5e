using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Telegram.Webhooks.Runtime.Inbox;

internal sealed class SqliteInboxChoice : UpdateInbox
{
    private const int LongestName = 200;

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

    public override async ValueTask<IUpdateInbox> Open(
        InboxContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var problems = _options.Problems().ToList();
        if (problems.Count > 0) throw new InboxException(string.Join(" ", problems));
        var path = Path.GetFullPath(_path ?? DefaultPath(context.Name));
        // Opening reads and writes files; a server that starts should not be held up by a slow disk.
        return await Task.Run(() => SqliteInbox.Open(path, _options, context), cancellationToken).ConfigureAwait(false);
    }

    public override string ToString() => $"SQLite at {_path ?? Path.Combine(".telegram", "<name>.db")}";

    /// <summary>
    /// A file name made of a name so that no two names have the same: what is not a lower-case letter, a digit, a dot
    /// or a hyphen is escaped, since some file systems do not tell cases or spellings apart. Slashes at the ends do not
    /// count.
    /// </summary>
    internal static string DefaultPath(string name)
    {
        var file = new StringBuilder();
        var trimmed = name.Trim('/');
        foreach (var value in Encoding.UTF8.GetBytes(trimmed))
        {
            var isPlain = value is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'-'
                || (value == '.' && file.Length > 0);
            if (isPlain) file.Append((char)value);
            else if (value == '/') file.Append('_');
            else file.Append(CultureInfo.InvariantCulture, $"%{value:x2}");
        }

        // File names end at 255 bytes. No short name has two underscores at its beginning, for slashes there were cut.
        if (file.Length > LongestName)
            return Path.Combine(
                ".telegram", $"__{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(trimmed)))}.db");
        return Path.Combine(".telegram", (file.Length == 0 ? "_root" : file.ToString()) + ".db");
    }
}
