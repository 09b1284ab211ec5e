using System.Collections.Frozen;

namespace Telegram.Webhooks.Runtime.Sandbox.Page;

/// <summary>The page's scripts and styles by name, from the assembly. Nothing else can be asked for.</summary>
internal static class PageAssets
{
    private const string Prefix = "page/";

    private static readonly FrozenDictionary<string, byte[]> Contents = typeof(PageAssets).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..], Read, StringComparer.Ordinal);

    public static IEnumerable<string> Names => Contents.Keys;

    public static byte[]? Find(string name) => Contents.GetValueOrDefault(name);

    public static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    };

    private static byte[] Read(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
