using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Telegram.Webhooks.Runtime.Generator.Documentation;

/// <summary>
/// Takes out of an assembly's documentation file what its users cannot see: the compiler writes the internal members
/// into it, too.
/// </summary>
internal static class PublicDocumentation
{
    /// <param name="assembly">The compiled assembly.</param>
    /// <param name="documentation">Its documentation file, which is replaced.</param>
    public static void Prune(string assembly, string documentation)
    {
        HashSet<string> visible;
        using (var file = new PEReader(File.OpenRead(assembly)))
            visible = new VisibleMembers(file.GetMetadataReader()).Ids();

        var document = XDocument.Load(documentation, LoadOptions.PreserveWhitespace);
        var hidden = document.Descendants("member").Where(member => !visible.Contains(member.Attribute("name")!.Value))
            .ToList();
        foreach (var member in hidden)
        {
            if (member.PreviousNode is XText space)
                space.Remove();
            member.Remove();
        }

        // In one step: a build that is stopped leaves a whole file.
        var pruned = documentation + ".new";
        document.Save(pruned, SaveOptions.DisableFormatting);
        File.Move(pruned, documentation, overwrite: true);
    }
}
