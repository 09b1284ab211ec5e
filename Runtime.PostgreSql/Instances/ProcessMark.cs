using System.Diagnostics;
using System.Globalization;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// Tells one process from every other there was or will be, in a text that another process on the same machine can
/// check: so an instance that restarts need not wait for the lease of the one that crashed. Linux only; elsewhere, and
/// between machines or containers, the lease decides.
/// </summary>
/// <remarks>
/// Safe because a process is taken for gone only when the kernel that ran it says so: the boot and the name space of
/// process ids must be the asker's own, and then there is no process of that id, or one that began at another time.
/// What is doubtful counts as running.
/// </remarks>
internal static class ProcessMark
{
    private const int StartTimeField = 22;

    /// <summary>This process's; null where there is none.</summary>
    public static string? Own { get; } = Of(Environment.ProcessId);

    /// <summary>A process of this machine's; null when it cannot be told.</summary>
    public static string? Of(int process) => Place() is { } place && StartOf(process) is { } start
        ? string.Create(CultureInfo.InvariantCulture, $"{place} {process} {start}")
        : null;

    /// <summary>Whether the process is known to have ended.</summary>
    public static bool IsGone(string mark)
    {
        if (Own is null || Place() is not { } place || !mark.StartsWith(place + " ", StringComparison.Ordinal))
            return false;
        var parts = mark[(place.Length + 1)..].Split(' ');
        if (parts.Length != 2 || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var process)) return false;
        try
        {
            // The kernel is asked and not /proc, which may hide the processes of other users.
            using var there = Process.GetProcessById(process);
        }
        catch (ArgumentException)
        {
            return true;
        }

        return StartOf(process) is { } start && start != parts[1];
    }

    // The boot of the machine, and the name spaces in which process ids and times of start mean something.
    private static string? Place()
    {
        try
        {
            // A /proc of another name space would speak of other processes.
            if (new FileInfo("/proc/self").LinkTarget != Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
                return null;
            var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
            var (processes, times) = (new FileInfo("/proc/self/ns/pid").LinkTarget,
                new FileInfo("/proc/self/ns/time").LinkTarget);
            return boot.Length == 0 || processes is null || times is null ? null : $"{boot} {processes} {times}";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? StartOf(int process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/stat");
            // The second field is a name in brackets, which may hold anything; the third follows the last bracket.
            var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
            return fields.Length > StartTimeField - 3 ? fields[StartTimeField - 3] : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
