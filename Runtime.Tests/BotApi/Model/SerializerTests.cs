using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Model;

public sealed partial class SerializerTests
{
    private static readonly JsonNode Json = Sample.Full("Update");
    private static readonly JsonSerializerOptions OneByteAtATime = new() { DefaultBufferSize = 1 };

    [Test]
    public void A_source_generated_context_needs_nothing_more()
    {
        var update = JsonSerializer.Deserialize(Json.ToJsonString(), Context.Default.Update)!;

        var written = JsonSerializer.Serialize(new Envelope(update, ChatType.Private, 7), Context.Default.Envelope);

        var envelope = JsonNode.Parse(written)!;
        Recode.AssertSame(envelope["Update"]!, Json);
        Assert.That(envelope["Type"]!.GetValue<string>(), Is.EqualTo("private"));
        Assert.That(JsonSerializer.Deserialize(written, Context.Default.Envelope)!.Chat, Is.EqualTo(new ChatId(7)));
    }

    [Test]
    public async Task A_stream_may_come_byte_by_byte()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Json.ToJsonString()));

        var update = await JsonSerializer.DeserializeAsync<Update>(stream, OneByteAtATime);

        Recode.AssertSame(Recode.Encode(update!), Json);
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(50)]
    public void A_document_may_lie_in_pieces(int size)
    {
        var reader = new Utf8JsonReader(InPieces(Encoding.UTF8.GetBytes(Json.ToJsonString()), size));

        var update = JsonSerializer.Deserialize<Update>(ref reader);

        Recode.AssertSame(Recode.Encode(update!), Json);
    }

    [Test]
    public void An_error_in_a_document_in_pieces_names_its_path()
    {
        var json = InPieces("""{"update_id":1,"message":{"entities":[{"length":0},{"length":"x"}]}}"""u8.ToArray(), 3);

        var error = Assert.Throws<JsonException>(() =>
        {
            var reader = new Utf8JsonReader(json);
            JsonSerializer.Deserialize<Update>(ref reader);
        });

        Assert.That(error!.Path, Is.EqualTo("$.message.entities[1].length"));
    }

    [Test]
    public void Null_stays_null()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(JsonSerializer.Deserialize<Message>("null"), Is.Null);
            Assert.That(JsonSerializer.Serialize<ChatMember?>(null), Is.EqualTo("null"));
        }
    }

    private static ReadOnlySequence<byte> InPieces(byte[] json, int size)
    {
        var first = new Piece(json.AsMemory(0, Math.Min(size, json.Length)), 0);
        var last = first;
        for (var start = size; start < json.Length; start += size)
            last = last.Append(json.AsMemory(start, Math.Min(size, json.Length - start)));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long start) => (Memory, RunningIndex) = (memory, start);

        public Piece Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }

    internal sealed record Envelope(Update Update, ChatType Type, ChatId Chat);

    [JsonSerializable(typeof(Update))]
    [JsonSerializable(typeof(Envelope))]
    private sealed partial class Context : JsonSerializerContext;
}
