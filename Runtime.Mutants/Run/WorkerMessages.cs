using System.Text.Json;

namespace Telegram.Webhooks.Runtime.Mutants.Run;

/// <summary>
/// What a worker is asked for: one test with one mutant on, or without <see cref="Test"/> what each test of its part
/// reaches.
/// </summary>
/// <param name="Mutant">0 for none.</param>
/// <param name="Test">NUnit's id of the test.</param>
/// <param name="Part">Which part of the fixtures is asked about, from 0.</param>
/// <param name="Parts">In how many parts they are divided.</param>
internal sealed record WorkerRequest(int Mutant, string? Test, int Part = 0, int Parts = 1);

/// <summary>What became of one test.</summary>
/// <param name="Id">NUnit's id of the test; null after the last one.</param>
/// <param name="Name">Its full name.</param>
/// <param name="Failed">Whether it failed; a test that was skipped did not.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Touched">The mutants that it reached, where that was asked for.</param>
/// <param name="Message">Why it failed.</param>
internal sealed record WorkerReply(
    string? Id, string Name, bool Failed, double Milliseconds, int[] Touched, string? Message)
{
    public static WorkerReply End { get; } = new(null, "", false, 0, [], null);
}

/// <summary>One message a line.</summary>
internal static class WorkerMessages
{
    public static string Write<T>(T message) => JsonSerializer.Serialize(message);

    public static T Read<T>(string line) => JsonSerializer.Deserialize<T>(line)!;
}
