using System.Text;
using System.Text.Json;
using Telegram.Webhooks.Runtime.BotApi.Json;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.BotApi.Multipart;

/// <summary>A call's parameters as the parts of a form: a part a parameter, a part an uploaded file.</summary>
/// <remarks>Source: https://core.telegram.org/bots/api#sending-files</remarks>
internal sealed class MultipartForm
{
    private readonly List<(string Name, byte[] Value)> _fields = [];
    private readonly List<(string Name, InputFile File)> _files = [];

    private MultipartForm()
    {
    }

    public IReadOnlyList<(string Name, byte[] Value)> Fields => _fields;

    public IReadOnlyList<(string Name, InputFile File)> Files => _files;

    /// <summary>Whether every file can be read once more.</summary>
    public bool IsRepeatable => _files.TrueForAll(part => part.File.IsRepeatable);

    /// <summary>Splits a call's JSON object into parts.</summary>
    /// <param name="json">The parameters, uploads as <c>attach://name</c>.</param>
    /// <param name="uploads">The uploads, once a mention.</param>
    public static MultipartForm Of(ReadOnlySpan<byte> json, IReadOnlyCollection<InputFile> uploads)
    {
        // A file that is a parameter's whole value goes under the parameter's name, as documented. One that is
        // mentioned elsewhere too keeps its own name, which all mentions give, so that its content is sent once.
        var mentions = uploads.CountBy(file => file)
            .ToDictionary(pair => pair.Key.JsonValue, pair => (File: pair.Key, pair.Value));
        var form = new MultipartForm();
        var reader = new Utf8JsonReader(json, ModelJson.AnyDepth);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                form._fields.Add((name, json[start..(int)reader.BytesConsumed].ToArray()));
            }
            else if (reader.GetString() is { } text && mentions.TryGetValue(text, out var upload) && upload.Value == 1)
            {
                mentions.Remove(text);
                form._files.Add((name, upload.File));
            }
            else
            {
                form._fields.Add((name, Encoding.UTF8.GetBytes(reader.GetString()!)));
            }
        }
        form._files.AddRange(mentions.Values.Select(mention => (mention.File.AttachmentName, mention.File)));
        return form;
    }
}
