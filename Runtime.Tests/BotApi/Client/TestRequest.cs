using System.Text.Json;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

/// <summary>A request of any method with any parameters, whose result is read as its JSON text.</summary>
internal sealed class TestRequest(string methodName, params (string Name, object? Value)[] parameters) : Request<string>
{
    public override string MethodName => methodName;

    internal override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in parameters)
        {
            if (value is null)
                continue;
            writer.WritePropertyName(name);
            WriteValue(writer, value);
        }
        writer.WriteEndObject();
    }

    internal override string ReadResult(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.GetRawText();
    }

    internal override void CollectUploads(ICollection<InputFile> uploads)
    {
        foreach (var (_, value) in parameters)
            Collect(value, uploads);
    }

    private static void Collect(object? value, ICollection<InputFile> uploads)
    {
        if (value is InputFile { IsUpload: true } file)
            uploads.Add(file);
        else if (value is InputFile[] files)
            Array.ForEach(files, item => Collect(item, uploads));
    }

    private static void WriteValue(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case InputFile file:
                writer.WriteStringValue(file.JsonValue);
                break;
            case InputFile[] files:
                writer.WriteStartArray();
                foreach (var file in files)
                {
                    writer.WriteStartObject();
                    writer.WriteString("type", "photo");
                    writer.WriteString("media", file.JsonValue);
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
                break;
            default:
                JsonSerializer.Serialize(writer, value);
                break;
        }
    }
}
