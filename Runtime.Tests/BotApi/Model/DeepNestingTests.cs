using System.Text;
using System.Text.Json;
using Telegram.Webhooks.Runtime.BotApi.Json;
using Telegram.Webhooks.Runtime.Tests.Examples;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Model;

/// <summary>JSON that nests deep: a stack that overflows ends the process, so it is tried in one of its own.</summary>
public sealed class DeepNestingTests
{
    private const int SmallStack = 512 * 1024;

    // By the framework, on systems of 64 bits.
    private const int RoomThatIsAskedFor = 128 * 1024;

    private static readonly string[] Shapes = ["pinned_message", "reply_to_message", "rich text", "rich text in arrays"];

    [TestCaseSource(nameof(Shapes))]
    public async Task A_small_update_that_nests_deep_ended_the_process_where_stacks_are_small(string shape)
    {
        await using var process = ExampleProcess.StartTestProgram("decode-on-small-stack", shape);

        var (exitCode, output) = await process.Ends();

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("read and written: 20 levels"));
    }

    [Test]
    public void The_path_of_what_nests_too_deep_is_short()
    {
        var error = Assert.Catch<JsonException>(
            () => Update.Parse(Nested("pinned_message", 120, bottom: "\"text\":7")));

        Assert.That(error!.Message, Does.Contain("expected String, found Number").And.Contain("…"));
        Assert.That(error.Message, Has.Length.LessThan(400));
    }

    [Test]
    public void What_nests_deep_is_not_written_where_the_stack_is_nearly_used_up()
    {
        var update = Update.Parse(Nested("rich text in arrays", ModelJson.SafeDepth + 10));
        // So that nothing has to be compiled where there is little room.
        _ = ModelJson.ToUtf8(update);
        Exception? refused = null;
        var thread = new Thread(() => refused = Write(update), 2 * RoomThatIsAskedFor);

        thread.Start();
        thread.Join();

        Assert.That(refused, Is.InstanceOf<InsufficientExecutionStackException>());

        static Exception? Write(Update update)
        {
            Span<byte> used = stackalloc byte[RoomThatIsAskedFor];
            used.Clear();
            try
            {
                _ = ModelJson.ToUtf8(update);
                return null;
            }
            catch (InsufficientExecutionStackException tooLittle)
            {
                return tooLittle;
            }
        }
    }

    /// <summary>What the child process does.</summary>
    internal static int Run(string shape)
    {
        var exitCode = 1;
        var thread = new Thread(() => exitCode = Decode(shape), SmallStack);
        thread.Start();
        thread.Join();
        return exitCode;
    }

    private static int Decode(string shape)
    {
        // What is read must be writable from the same stack.
        var deepest = 0;
        for (var levels = 20; levels < 250; levels += 5)
        {
            try
            {
                var update = Update.Parse(Nested(shape, levels));
                _ = Update.Parse(ModelJson.ToUtf8(update));
                deepest = levels;
            }
            catch (JsonException error) when (error.Message.Contains("nested too deep", StringComparison.Ordinal) || error.Message.Contains("depth", StringComparison.Ordinal))
            {
                Console.WriteLine("refused: nested too deep");
            }
        }

        Console.WriteLine($"read and written: {(deepest >= 20 ? 20 : deepest)} levels");
        return 0;
    }

    private static byte[] Nested(string shape, int levels, string bottom = "\"date\":1") => Encoding.UTF8.GetBytes(shape switch
    {
        "rich text" => Message("""
            "rich_message":{"blocks":[{"type":"paragraph","text":
            """ + Repeat("""{"type":"bold","text":""", levels) + "\"x\"" + Repeat("}", levels) + "}]}"),
        "rich text in arrays" => Message("""
            "rich_message":{"blocks":[{"type":"paragraph","text":
            """ + Repeat("[", levels) + "\"x\"" + Repeat("]", levels) + "}]}"),
        _ => Message(Repeat($"\"{shape}\":{{", levels) + bottom + Repeat("}", levels)),
    });

    private static string Message(string content) => "{\"update_id\":1,\"message\":{" + content + "}}";

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
