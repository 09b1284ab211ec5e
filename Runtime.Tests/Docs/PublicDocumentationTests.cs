using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Docs;

/// <summary>
/// The documentation files beside the built assemblies, as editors show them, against what the compiler knows of the
/// assemblies.
/// </summary>
[TestFixtureSource(nameof(Assemblies))]
public sealed class PublicDocumentationTests(string assembly)
{
    private static readonly string[] Assemblies = [typeof(TelegramBot).Assembly.Location, typeof(TelegramSandbox).Assembly.Location];

    private HashSet<string> _documented = null!;
    private CSharpCompilation _compilation = null!;
    private IAssemblySymbol _assembly = null!;

    [OneTimeSetUp]
    public void Read()
    {
        _documented = [.. XDocument.Load(Path.ChangeExtension(assembly, ".xml")).Descendants("member").Select(member => member.Attribute("name")!.Value)];
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var own = MetadataReference.CreateFromFile(assembly);
        // Without this option internal members are left out, and whatever hides them would go unseen.
        _compilation = CSharpCompilation.Create(
            "Reader", references: [own, .. trusted.Where(path => path != assembly).Select(path => MetadataReference.CreateFromFile(path))],
            options: new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, metadataImportOptions: MetadataImportOptions.All));
        _assembly = (IAssemblySymbol)_compilation.GetAssemblyOrModuleSymbol(own)!;
    }

    [Test]
    public void It_tells_users_of_nothing_that_they_cannot_use()
    {
        var hidden = _documented.Where(id => DocumentationCommentId.GetFirstSymbolForDeclarationId(id, _compilation) is not { } symbol || !IsVisible(symbol));

        Assert.That(hidden, Is.Empty);
    }

    [Test]
    public void It_documents_every_type_that_users_can_use()
    {
        var types = TypesOf(_assembly.GlobalNamespace).Where(IsVisible)
            .Select(type => type.GetDocumentationCommentId()!).ToList();

        Assert.That(types, Has.Count.GreaterThan(5));
        Assert.That(types, Is.SubsetOf(_documented));
    }

    [Test]
    public void It_documents_every_member_that_users_can_use()
    {
        var members = TypesOf(_assembly.GlobalNamespace).Where(IsVisible)
            .Where(type => type.TypeKind != TypeKind.Delegate)
            .SelectMany(type => type.GetMembers())
            .Where(member => IsVisible(member) && IsWritten(member))
            .Select(member => member.GetDocumentationCommentId()!)
            .ToList();

        Assert.That(members, Has.Count.GreaterThan(50));
        Assert.That(members, Is.SubsetOf(_documented));
    }

    private static bool IsVisible(ISymbol symbol)
    {
        for (var part = symbol; part is not null and not INamespaceSymbol; part = part.ContainingSymbol)
        {
            if (part.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
                return false;
        }

        return true;
    }

    /// <summary>
    /// Whether people wrote it, and so its comment: no accessors, nothing that the compiler adds to records and
    /// constructors.
    /// </summary>
    private static bool IsWritten(ISymbol member) =>
        member is not (INamedTypeSymbol or IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.Length: 0 })
        && member is not IMethodSymbol { AssociatedSymbol: not null }
        && !member.GetAttributes().Any(attribute => attribute.AttributeClass!.Name == "CompilerGeneratedAttribute");

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceOrTypeSymbol scope) => scope.GetMembers().SelectMany(member => member switch
    {
        INamedTypeSymbol type => TypesOf(type).Prepend(type),
        INamespaceSymbol inner => TypesOf(inner),
        _ => [],
    });
}
