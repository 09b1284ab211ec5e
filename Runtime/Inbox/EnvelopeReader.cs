using System.Text.Json;
using System.Text.Unicode;
using Telegram.Webhooks.Runtime.BotApi.Json;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// Walks an update's JSON once, to its last byte, and picks up what <see cref="UpdateEnvelope"/> holds.
/// </summary>
internal ref struct EnvelopeReader
{
    private readonly ReadOnlySpan<byte> _body;
    private Utf8JsonReader _json;
    private long? _chat;
    private long? _user;
    private int? _rank;

    // A thread that is no topic is what hangs below one message.
    private long? _thread;
    private bool _isTopic;

    public EnvelopeReader(ReadOnlySpan<byte> body)
    {
        _body = body;
        _json = new Utf8JsonReader(body, ModelJson.ReaderOptions);
    }

    public long? UpdateId { get; private set; }

    public string? Kind { get; private set; }

    public string? MediaGroupId { get; private set; }

    public readonly long? ChatId => _chat;

    public readonly long? UserId => _user;

    public readonly long? TopicId => _isTopic ? _thread : null;

    /// <summary>Returns why the body is no update, or null.</summary>
    public string? Read()
    {
        try
        {
            return ReadUpdate();
        }
        catch (JsonException)
        {
            return $"The body is not JSON {MalformedJson.Describe(_json)}.";
        }
        catch (InvalidOperationException)
        {
            // What the reader throws when a name cannot be made text.
            return "A name in the body has half a surrogate pair.";
        }
    }

    private string? ReadUpdate()
    {
        if (_body.IsEmpty) return "The body is empty.";
        if (!Utf8.IsValid(_body)) return "The body is not UTF-8.";
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject) return "The body is not a JSON object.";
        string? fault = null;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("update_id"u8)) fault = ReadUpdateId() ?? fault;
            else ReadKind();
        }

        // Reading on past the end is what finds trailing garbage.
        while (_json.Read())
        {
        }

        return fault ?? (UpdateId is null ? "The body has no update_id." : null);
    }

    private string? ReadUpdateId()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out var id))
        {
            UpdateId = id;
            return null;
        }

        _json.Skip();
        return "The update_id is not an integer.";
    }

    private void ReadKind()
    {
        // As the model does it: null is no value, a known kind beats an unknown one, of two known kinds the earlier in
        // the model's order counts, of one that comes twice the last. So lane and album are those of the update that
        // the receiver gets.
        var rank = KindNames.RankOf(ref _json);
        var isBetter = rank is { } known
            ? known <= (_rank ?? int.MaxValue)
            : Kind is null && !_json.ValueTextEquals(""u8);
        var name = !isBetter ? null : rank is { } at ? KindNames.At(at) : _json.GetString();
        _json.Read();
        if (!isBetter || _json.TokenType == JsonTokenType.Null)
        {
            _json.Skip();
            return;
        }

        (Kind, _rank, _chat, _user, MediaGroupId) = (name, rank, null, null, null);
        (_thread, _isTopic) = (null, false);
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            _json.Skip();
            return;
        }

        var groups = KindNames.CollectsMediaGroups(Kind);
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            // A chat beats every user; "message" is the one a button was pressed under, "voter_chat" who answered a
            // poll as a chat.
            if (_json.ValueTextEquals("chat"u8)) _chat = ReadIdOf() ?? _chat;
            else if (_json.ValueTextEquals("message"u8)) Keep(ref _chat, ReadMessage());
            else if (TryReadTopic()) continue;
            else if (_json.ValueTextEquals("voter_chat"u8)) Keep(ref _chat, ReadIdOf());
            else if (_json.ValueTextEquals("user_chat_id"u8)) Keep(ref _chat, ReadInteger());
            else if (_json.ValueTextEquals("from"u8) || _json.ValueTextEquals("user"u8)) Keep(ref _user, ReadIdOf());
            else if (groups && _json.ValueTextEquals("media_group_id"u8)) MediaGroupId = ReadText();
            else _json.Skip();
        }
    }

    // The first one found counts; those after it were read all the same, for the reader to stand behind them.
    private static void Keep(ref long? kept, long? found) => kept ??= found;

    /// <summary>The <c>id</c> of the object that is the current property's value.</summary>
    private long? ReadIdOf()
    {
        long? id = null;
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject) return Skipped();
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("id"u8)) id = ReadInteger();
            else _json.Skip();
        }

        return id;
    }

    private bool TryReadTopic()
    {
        if (_json.ValueTextEquals("message_thread_id"u8))
        {
            _thread = ReadInteger();
        }
        else if (_json.ValueTextEquals("is_topic_message"u8))
        {
            _json.Read();
            _isTopic = _json.TokenType == JsonTokenType.True;
            if (!_isTopic) Skipped();
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>
    /// The id of the <c>chat</c> within the message that is the current property's value, and its topic.
    /// </summary>
    private long? ReadMessage()
    {
        long? id = null;
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject) return Skipped();
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("chat"u8)) id = ReadIdOf();
            else if (TryReadTopic()) continue;
            else _json.Skip();
        }

        return id;
    }

    private long? ReadInteger()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out var value) ? value : Skipped();
    }

    private string? ReadText()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.String)
        {
            try
            {
                return _json.GetString();
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair: no id Telegram makes. The part stays single and its text is the decoder's to
                // judge.
                return null;
            }
        }

        Skipped();
        return null;
    }

    // Skips the value the reader stands on.
    private long? Skipped()
    {
        _json.Skip();
        return null;
    }
}
