namespace Telegram.Webhooks.Runtime.Tests.Sandbox;

/// <summary>
/// Names the facts of docs/wire-conformance.md that a test proves: <c>--filter "Wire=7.3"</c> runs the tests of one.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WireAttribute : PropertyAttribute
{
    public WireAttribute(params string[] facts)
    {
        Facts = facts;
        foreach (var fact in facts) Properties.Add("Wire", fact);
    }

    /// <summary>Such as <c>7.3</c>: section 7, third fact.</summary>
    public IReadOnlyList<string> Facts { get; }
}
