using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Telegram.Webhooks.Runtime.Mutants.Operators;

/// <summary>What an operator puts in the place of an expression.</summary>
/// <param name="Text">The mutated expression, for people.</param>
/// <param name="Build">Makes the expression that behaves like either, out of the switch's call and the
/// original.</param>
internal sealed record Mutation(string Text, Func<ExpressionSyntax, ExpressionSyntax, ExpressionSyntax> Build);
