using System.Buffers;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.BotApi.Json;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Model;

public sealed class RequestModelTests
{
    private static IEnumerable<string> Methods => BotApiSchema.MethodNames;

    [TestCaseSource(nameof(Methods))]
    public void A_request_writes_every_parameter_as_it_was_given(string method)
    {
        var parameters = new Sample(full: true).Parameters(method);

        var request = Make(method, parameters);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(request.MethodName, Is.EqualTo(method));
            Recode.AssertSame(Written(request), parameters);
        }
    }

    [TestCaseSource(nameof(Methods))]
    public void A_request_leaves_out_what_is_not_given(string method)
    {
        var parameters = new Sample(full: false).Parameters(method);

        var request = Make(method, parameters);

        Recode.AssertSame(Written(request), parameters);
        Assert.That(Uploads(request), Is.Empty, "it has no files, and what is not given is not looked into");
    }

    [TestCaseSource(nameof(Methods))]
    public void A_request_reads_its_result(string method)
    {
        var returns = (string)BotApiSchema.Methods[method]!["returns"]!;
        var json = returns == "Message | Boolean"
            ? JsonValue.Create(true)
            : new Sample(full: true).Value(returns, depth: 0);

        var result = ReadResult(Make(method, new Sample(full: false).Parameters(method)), json.ToJsonString());

        Assert.That(result, Is.Not.Null);
        var error = Assert.Throws<JsonException>(() => ReadResult(Make(method, new Sample(full: false).Parameters(method)), returns is "String" or "Boolean" ? "7" : "\"x\""));
        Assert.That(error!.Path, Is.EqualTo("$.result"));
    }

    [TestCaseSource(nameof(Methods))]
    public void The_bot_has_every_method_with_every_parameter_the_required_ones_first(string method)
    {
        var name = char.ToUpperInvariant(method[0]) + method[1..];
        var extension = typeof(BotApiMethods).GetMethods()
            .Single(extension => extension.Name == name && extension.GetCustomAttribute<OverloadResolutionPriorityAttribute>() is null);

        var parameters = extension.GetParameters()[1..^1];

        var schema = BotApiSchema.Methods[method]!["params"]!.AsArray();
        var required = schema.Count(parameter => (bool)parameter!["required"]!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(parameters.Select(parameter => parameter.Name!.ToUpperInvariant()),
                Is.EquivalentTo(schema.Select(parameter => ((string)parameter!["name"]!).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant())));
            Assert.That(parameters.Take(required), Has.All.Property(nameof(ParameterInfo.HasDefaultValue)).False);
            Assert.That(parameters.Skip(required), Has.All.Property(nameof(ParameterInfo.HasDefaultValue)).True);
        }
    }

    [Test]
    public void SetWebhook_keeps_the_documented_positions_and_completes_the_address()
    {
        var request = new SetWebhook("address.example/hook", "file".ToInputFile(), 40,
            [UpdateType.Message, "brand_new"], "192.0.2.1", true, "secret");

        Recode.AssertSame(Written(request), JsonNode.Parse("""
            {"url":"https://address.example/hook","certificate":"file","max_connections":40,"allowed_updates":["message","brand_new"],
            "ip_address":"192.0.2.1","drop_pending_updates":true,"secret_token":"secret"}
            """)!);
        Assert.That(new SetWebhook("http://localhost/").Url, Is.EqualTo("http://localhost/"));
        Assert.That(new SetWebhook("").Url, Is.Empty);
    }

    [Test]
    public void Files_are_found_wherever_they_stand()
    {
        var photo = InputFile.FromBytes("p"u8.ToArray(), "p.jpg");
        var video = InputFile.FromBytes("v"u8.ToArray(), "v.mp4");
        var thumbnail = InputFile.FromBytes("t"u8.ToArray(), "t.jpg");
        var media = new SendMediaGroup(1, [new InputMediaPhoto { Media = photo }, new InputMediaVideo { Media = video, Thumbnail = thumbnail, Cover = "id".ToInputFile() }]);
        var poll = new SendPoll(1, "?", [new InputPollOption { Text = "a", Media = new InputMediaPhoto { Media = photo } }, new InputPollOption { Text = "b" }])
        {
            Media = new InputMediaVideo { Media = video },
        };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Uploads(media), Is.EqualTo(new[] { photo, video, thumbnail }));
            Assert.That(Written(media)["media"]![1]!["thumbnail"]!.GetValue<string>(),
                Is.EqualTo("attach://" + thumbnail.AttachmentName));
            Assert.That(Uploads(poll), Is.EquivalentTo(new[] { photo, video }));
            Assert.That(Uploads(new SendPhoto(1, "id".ToInputFile())), Is.Empty);
        }
    }

    [Test]
    public void Files_are_found_in_rows_of_a_list_too()
    {
        // No request of this version has such rows with files in them; the generator asks the same of every list.
        var photo = InputFile.FromBytes("p"u8.ToArray(), "p.jpg");
        var video = InputFile.FromBytes("v"u8.ToArray(), "v.mp4");
        IReadOnlyList<IReadOnlyList<InputMedia>> rows = [[new InputMediaPhoto(photo)], [], [new InputMediaPhoto("id"), new InputMediaVideo(video)]];
        var found = new List<InputFile>();
        found.AddFromAll(rows);
        found.AddFromAll(null);

        Assert.That(found, Is.EqualTo(new[] { photo, video }));
    }

    [Test]
    public void An_edit_results_in_the_message_or_in_nothing_for_an_inline_one()
    {
        var request = new EditMessageText { Text = "x" };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(((MessageOrTrue)ReadResult(request, "true")!).Message, Is.Null);
            Assert.That(((MessageOrTrue)ReadResult(request, """{"message_id":5}""")!).Message!.MessageId, Is.EqualTo(5));
        }
    }

    private static List<InputFile> Uploads(Request request)
    {
        var uploads = new List<InputFile>();
        request.CollectUploads(uploads);
        return uploads;
    }

    private static JsonNode Written(Request request)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            request.WriteTo(writer);
        return JsonNode.Parse(buffer.WrittenSpan)!;
    }

    /// <summary>Builds a request the way a program does: constructor first, then the optional properties.</summary>
    private static Request Make(string method, JsonObject parameters)
    {
        var name = char.ToUpperInvariant(method[0]) + method[1..];
        var assembly = typeof(Request).Assembly;
        var type = assembly.GetType($"Telegram.Webhooks.Runtime.Requests.{name}") ?? assembly.GetType($"Telegram.Webhooks.Runtime.{name}")!;
        var values = parameters.ToDictionary(item => item.Key.Replace("_", "", StringComparison.Ordinal), item => item.Value, StringComparer.OrdinalIgnoreCase);
        var constructor = type.GetConstructors().Single();
        var request = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Value(values.GetValueOrDefault(parameter.Name!), parameter.ParameterType))]);
        foreach (var property in type.GetProperties().Where(property => property.CanWrite && values.ContainsKey(property.Name)))
            property.SetValue(request, Value(values[property.Name], property.PropertyType));
        return (Request)request;
    }

    private static object? Value(JsonNode? json, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return json is null ? null
            : type == typeof(DateTimeOffset) ? DateTimeOffset.FromUnixTimeSeconds(json.GetValue<int>())
            : json.Deserialize(type);
    }

    private static object? ReadResult(Request request, string json)
    {
        try
        {
            var result = request.GetType().BaseType!.GetGenericArguments()[0];
            return typeof(RequestModelTests).GetMethod(nameof(Read),
                BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(result).Invoke(null, [request, json]);
        }
        catch (TargetInvocationException error)
        {
            throw error.InnerException!;
        }
    }

    private static object? Read<T>(Request<T> request, string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return request.ReadResult(ref reader);
    }
}
