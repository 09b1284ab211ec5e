namespace Somebodys;

/// <summary>Code as a user of the library has it, in a namespace of its own.</summary>
internal static class SomebodysBot
{
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    public static Task Handle(Exception error) => throw error;
}
