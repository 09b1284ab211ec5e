using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Telegram.Webhooks.Runtime.Mutants.Operators;

/// <summary>Code that gets no fault: what must be constant, and texts and logs, which are no behaviour.</summary>
internal static class Untouched
{
    private static readonly string[] Guards = ["ThrowIfNull", "ThrowIfNullOrEmpty", "ThrowIfNullOrWhiteSpace", "SuppressFinalize", "Assert"];

    public static bool Includes(SyntaxNode node, SemanticModel model) => node switch
    {
        AttributeListSyntax or PatternSyntax or SwitchLabelSyntax or EnumMemberDeclarationSyntax => true,
        EqualsValueClauseSyntax { Parent: ParameterSyntax } => true,
        LocalDeclarationStatementSyntax local => local.IsConst,
        ThrowStatementSyntax or ThrowExpressionSyntax => true,
        BaseObjectCreationExpressionSyntax created => IsException(model.GetTypeInfo(created).Type),
        ConstructorDeclarationSyntax constructor => constructor.Modifiers.Any(SyntaxKind.StaticKeyword),
        InvocationExpressionSyntax call => Code.NameOf(call)?.Identifier.Text is "nameof" || IsAside(call, model),
        _ => false,
    };

    /// <summary>A log line, a check for null or the like.</summary>
    public static bool IsAside(ExpressionSyntax expression, SemanticModel model)
    {
        if (expression is ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax inner })
            expression = inner;
        if (expression is not InvocationExpressionSyntax call)
            return false;
        var name = Code.NameOf(call)?.Identifier.Text;
        if (Guards.Contains(name))
            return true;
        return model.GetSymbolInfo(call).Symbol is IMethodSymbol method
            && (method.GetAttributes().Concat(method.PartialDefinitionPart?.GetAttributes() ?? []).Any(a => a.AttributeClass?.Name == "LoggerMessageAttribute")
                || method.ContainingType?.Name is "LoggerExtensions" or "ILogger" or "Debug");
    }

    private static bool IsException(ITypeSymbol? type) =>
        type is not null && (type.Name == "Exception" || IsException(type.BaseType));
}
