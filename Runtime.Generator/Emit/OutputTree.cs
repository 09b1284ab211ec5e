using System.Text;

namespace Telegram.Webhooks.Runtime.Generator.Emit;

/// <summary>The files of the model: path below the output folder, and text.</summary>
internal sealed class OutputTree
{
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Files => _files;

    /// <summary>The record of where every method's parameters stand.</summary>
    public string ParameterOrder { get; init; } = "";

    public void Add(string folder, string name, string text) => _files.Add($"{folder}/{name}.g.cs", text);

    /// <summary>
    /// Writes what changed and deletes generated files that are no longer made. Returns how many files that were.
    /// </summary>
    public int Write(string root)
    {
        var changes = 0;
        foreach (var (path, text) in _files)
        {
            var file = Path.Combine(root, path);
            if (File.Exists(file) && File.ReadAllText(file) == text)
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            changes++;
        }

        foreach (var file in Directory.EnumerateFiles(root, "*.g.cs", SearchOption.AllDirectories))
        {
            if (_files.ContainsKey(Path.GetRelativePath(root, file).Replace('\\', '/')))
                continue;
            File.Delete(file);
            changes++;
        }

        return changes;
    }
}
