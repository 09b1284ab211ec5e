using System.Globalization;

namespace Telegram.Webhooks.Runtime.Benchmarks;

/// <summary>Prints measured ratios beside the ratios to hold.</summary>
internal static class Table
{
    /// <summary>Prints the lines and returns how many goals were missed.</summary>
    public static int Print(string title, IReadOnlyList<Line> lines)
    {
        Console.WriteLine();
        Console.WriteLine(title);
        Console.WriteLine($"{"",-34}{"ours",14}{"peer",14}{"ratio",9}{"goal",9}");
        foreach (var line in lines)
        {
            var goal = (line.AtMost ? "<= " : ">= ") + line.Goal.ToString("0.00", CultureInfo.InvariantCulture);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{line.What,-34}{line.Ours,14:N2}{line.Peer,14:N2}{line.Ratio,9:0.000}{goal,9}  {(line.IsMet ? "met" : "MISSED")}"));
        }

        return lines.Count(line => !line.IsMet);
    }

    /// <summary>One measurement and its goal.</summary>
    internal sealed record Line(string What, double Ours, double Peer, double Goal, bool AtMost = true)
    {
        public double Ratio => Ours / Peer;

        public bool IsMet => AtMost ? Ratio <= Goal : Ratio >= Goal;
    }
}
