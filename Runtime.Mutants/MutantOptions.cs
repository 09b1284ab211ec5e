using System.Globalization;

namespace Telegram.Webhooks.Runtime.Mutants;

/// <summary>What the command line asks for.</summary>
internal sealed record MutantOptions
{
    public const string Usage = """
        ./build.sh mutants FOLDER [options]    FOLDER is one of Runtime: Polling, Tls, Inbox/Lanes
          --sample N     judge N mutants of the folder (200), always the same ones
          --seed N       another sample
          --all          judge all of them
          --only FILE    only those of files whose name contains this
          --again        judge only those that were not killed the last time
          --mutant N     judge one, and say which test notices it
          --tests A,B    run the tests of these folders as well
          --workers N    processes that run tests (2)
        """;

    public required string Room { get; init; }

    public int Sample { get; init; } = 200;

    public int Seed { get; init; } = 1;

    public string? Only { get; init; }

    public bool Again { get; init; }

    public int? Mutant { get; init; }

    public IReadOnlyList<string> MoreTests { get; init; } = [];

    public int Workers { get; init; } = 2;

    /// <exception cref="FormatException">An option is unknown, or has no value.</exception>
    public static MutantOptions Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0 || arguments[0].StartsWith('-'))
            throw new FormatException("Which folder?");
        var options = new MutantOptions { Room = arguments[0].Trim('/') };
        for (var i = 1; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--sample" => options with { Sample = Number() },
                "--seed" => options with { Seed = Number() },
                "--all" => options with { Sample = int.MaxValue },
                "--only" => options with { Only = Value() },
                "--again" => options with { Again = true },
                "--mutant" => options with { Mutant = Number(), Sample = int.MaxValue },
                "--tests" => options with { MoreTests = Value().Split(',') },
                "--workers" => options with { Workers = Number() },
                var other => throw new FormatException($"There is no option {other}."),
            };

            string Value() => ++i < arguments.Count ? arguments[i] : throw new FormatException($"{arguments[i - 1]} needs a value.");
            int Number() => int.Parse(Value(), CultureInfo.InvariantCulture);
        }

        return options;
    }
}
