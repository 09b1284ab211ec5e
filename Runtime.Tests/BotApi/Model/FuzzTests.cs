using System.Text;
using System.Text.Json;
using CsCheck;
using Telegram.Webhooks.Runtime.BotApi.Json;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Model;

public sealed class FuzzTests
{
    private static readonly byte[][] Originals =
    [
        .. BotApiSchema.KindsOfUpdate.Select(kind => Encoding.UTF8.GetBytes($$"""{"update_id":1,"{{kind}}":{{Sample.Full("Update")[kind]!.ToJsonString()}}}""")),
    ];

    private static readonly string[] Insertions =
        ["null", "{", "}", "[", "]", "\"", ",", ":", "1e999", "-0", "\\ud800", "\\u0000", "\u00ff", "true", "{}",
            "[[]]", "99999999999999999999", "\"type\":\"x\",", "0.5"];

    [Test]
    public void A_broken_update_is_decoded_or_refused_and_nothing_else()
    {
        var edit = Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, 40], Gen.Int[0, Insertions.Length - 1]);
        Gen.Select(Gen.Int[0, Originals.Length - 1], edit.Array[1, 4]).Sample(
            (original, edits) =>
            {
                var json = Originals[original];
                foreach (var (at, cut, insertion) in edits)
                    json = Edit(json, at % json.Length, cut, Insertions[insertion]);
                DecodesOrRefuses(json);
            },
            iter: 5_000);
    }

    [Test]
    public void Any_bytes_are_decoded_or_refused_and_nothing_else() =>
        Gen.Byte.Array[0, 60].Sample(DecodesOrRefuses, iter: 5_000);

    // What was decoded can be used and encoded again.
    private static void DecodesOrRefuses(byte[] json)
    {
        Update update;
        try
        {
            update = Update.Parse(json);
        }
        catch (JsonException)
        {
            return;
        }

        _ = update.ToString();
        _ = Update.Parse(ModelJson.ToUtf8(update));
    }

    private static byte[] Edit(byte[] json, int at, int cut, string insertion) =>
        [.. json.AsSpan(0, at), .. Encoding.Latin1.GetBytes(insertion),
            .. json.AsSpan(Math.Min(json.Length, at + cut))];
}
