using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Telegram.Webhooks.Runtime.Mutants.Build;

/// <summary>The assembly with the mutants of a folder, built anew only where the code has changed.</summary>
/// <param name="Source">Of what it was built.</param>
/// <param name="Assembly">Its path.</param>
/// <param name="Mutants">Those in it.</param>
internal sealed record MutatedRoom(string Source, string Assembly, IReadOnlyList<Mutant> Mutants)
{
    public static async Task<MutatedRoom> Get(string repository, string room, string folder)
    {
        var note = Path.Combine(folder, "built.json");
        var source = SourceOf(repository);
        if (File.Exists(note) && JsonSerializer.Deserialize<MutatedRoom>(await File.ReadAllTextAsync(note).ConfigureAwait(false)) is { } last
            && last.Source == source && File.Exists(last.Assembly))
            return last;
        var project = await RuntimeProject.Load(repository).ConfigureAwait(false);
        var root = Path.Combine(repository, "Runtime");
        var files = project.Compilation.SyntaxTrees.Select(
            tree => (Name: Path.GetRelativePath(root, tree.FilePath).Replace('\\', '/'), Tree: tree))
            .Where(file => file.Name.StartsWith(room + "/", StringComparison.Ordinal) && !file.Name.Contains("/Generated/", StringComparison.Ordinal))
            .OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        if (files.Count == 0)
            throw new FormatException($"Runtime has no folder {room}.");
        var assembly = Path.Combine(folder, "mutated.dll");
        var built = new MutatedRoom(
            source, assembly, MutatedBuild.Write(project.Compilation, files, project.Resources, assembly));
        await File.WriteAllTextAsync(note, JsonSerializer.Serialize(built)).ConfigureAwait(false);
        return built;
    }

    /// <summary>Stands for the sources of Runtime and for this program, which makes the mutants.</summary>
    private static string SourceOf(string repository)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = Directory.EnumerateFiles(Path.Combine(repository, "Runtime"), "*.cs*", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(repository, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Append(typeof(MutatedRoom).Assembly.Location).Append(Path.Combine(repository, "Directory.Packages.props"));
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
