using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Methods;
using Telegram.Webhooks.Runtime.Sandbox.Text;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.People;

/// <summary>What people do in chats, for the page and for tests. Call while holding the world's gate.</summary>
internal static class Talking
{
    public static StoredMessage Say(
        this SandboxWorld world, Room room, Person person, string text, int replyTo = 0, int topic = 0)
    {
        world.RequireMember(room, person);
        var parsed = FormattedText.Parse(text, "", null);
        if (parsed.Text.Length == 0) throw new InvalidOperationException("A message needs a text.");
        var content = new JsonObject().InTopic(OpenTopic(room, person, topic));
        if (room.Messages.TryGetValue(replyTo, out var original)) content["reply_to_message"] = original.Quoted();
        content["text"] = parsed.Text;
        if (parsed.Entities.Count > 0) content["entities"] = parsed.Entities;
        HideOneTimeKeyboard(world, room, parsed.Text);
        return world.Post(room, person, content);
    }

    /// <summary>
    /// One file is a message; several are an album, if they are of one sort: photos and videos, audio, or documents.
    /// </summary>
    public static IReadOnlyList<StoredMessage> SendFiles(
        this SandboxWorld world, Room room, Person person, IReadOnlyList<UploadedFile> files, string caption, int topic = 0, int replyTo = 0)
    {
        world.RequireMember(room, person);
        var types = files.Select(TypeOf).ToList();
        var group = files.Count > 1 && types.Select(AlbumSort).Distinct().Count() == 1 ? world.NextQueryId() : null;
        var sent = new List<StoredMessage>();
        foreach (var upload in files)
        {
            var parameters = new CallParameters();
            parameters.Add("file", upload);
            var options = new JsonObject { ["caption"] = sent.Count == 0 ? caption : "" };
            var content = MediaContent.Make(
                new MethodCall(world, "people", parameters), types[sent.Count], "attach://file", options);
            content.InTopic(OpenTopic(room, person, topic));
            if (sent.Count == 0 && room.Messages.TryGetValue(replyTo, out var original))
                content["reply_to_message"] = original.Quoted();
            if (group is not null) content["media_group_id"] = group;
            sent.Add(world.Post(room, person, content));
        }
        return sent;
    }

    public static void EditOwn(this SandboxWorld world, Room room, Person person, StoredMessage message, string text)
    {
        if (message.AuthorId != person.Id)
            throw new InvalidOperationException($"{person.FirstName} can only edit own messages.");
        var parsed = FormattedText.Parse(text, "", null);
        var (field, entities) = message.Json.Has("text") ? ("text", "entities") : ("caption", "caption_entities");
        world.Change(room, message, byBot: false, marksEdited: true, json =>
        {
            json[field] = parsed.Text;
            json.Remove(entities);
            if (parsed.Entities.Count > 0) json[entities] = parsed.Entities.DeepClone();
        });
    }

    /// <summary>The reply keyboard people see now: the bot's last one, unless it was taken away.</summary>
    public static JsonObject? Keyboard(this Room room)
    {
        var last = room.Messages.Values.LastOrDefault(message => message.ReplyKeyboard is { } keyboard && (keyboard.Has("keyboard") || keyboard.Has("remove_keyboard")));
        return last?.ReplyKeyboard is { } shown && shown.Has("keyboard") && !shown.Boolean("sandbox_used")
            ? shown
            : null;
    }

    /// <summary>A one-time keyboard goes once it was used.</summary>
    public static void HideKeyboard(this SandboxWorld world, Room room, JsonObject keyboard)
    {
        keyboard["sandbox_used"] = true;
        world.Feed.Publish("keyboard", new JsonObject { ["chat_id"] = room.PageId }, room.OwnBot);
    }

    /// <summary>Starts a group or channel: the first person owns it, and the bot is added to it.</summary>
    public static void Found(this Room room, IReadOnlyList<Person> people, SandboxWorld world)
    {
        foreach (var person in people)
            room.Members[person.Id] = new Membership(person, room.Members.Count == 0 ? "creator" : room.IsChannel ? "administrator" : "member");
        world.Feed.Publish("chat", room.ToJson());
        world.Join(room, world.Bot, room.IsChannel ? "administrator" : "member");
    }

    /// <summary>Puts people and bots into a room.</summary>
    public static void Join(
        this SandboxWorld world, Room room, Person person, string status, JsonObject? inviteLink = null)
    {
        if (!room.Members.TryGetValue(person.Id, out var member))
            room.Members[person.Id] = member = new Membership(person, "left");
        if (person.IsBot) world.Shared.WorldOf(person).Rooms[room.Id] = room;
        if (member.Status == status) return;
        // People come by themselves; a bot is brought, and what it is made there is the owner's doing.
        var actor = person.IsBot || status is not "member" ? room.Members.Values.First().Person : person;
        world.ChangeMember(room, actor, member, () => member.Become(status), inviteLink);
        if (room.Type is "group" or "supergroup" && status == "member" && room.Messages.Count > 0)
            world.Post(room, actor, new JsonObject { ["new_chat_members"] = new JsonArray(person.ToJson()) });
    }

    /// <summary>Makes somebody an administrator with some rights.</summary>
    public static void Appoint(this SandboxWorld world, Room room, Person person, IEnumerable<string> rights)
    {
        var given = new JsonObject();
        foreach (var right in rights) given[right] = true;
        var member = world.RequireMember(room, person);
        world.ChangeMember(
            room, room.Members.Values.First().Person, member, () => member.Become("administrator", given));
    }

    public static void Leave(this SandboxWorld world, Room room, Person person)
    {
        var member = world.RequireMember(room, person);
        world.ChangeMember(room, person, member, () => member.Become("left"));
        if (room.Type is "group" or "supergroup")
            world.Post(room, person, new JsonObject { ["left_chat_member"] = person.ToJson() });
    }

    /// <summary>Asks to be let in; the bot decides.</summary>
    public static void AskToJoin(this SandboxWorld world, Room room, Person person, JsonObject? inviteLink = null)
    {
        room.JoinRequests[person.Id] = person;
        var request = new JsonObject
        {
            ["chat"] = room.ToJson(),
            ["from"] = person.ToJson(),
            ["user_chat_id"] = person.Id,
            ["date"] = world.Now,
        };
        if (inviteLink is not null) request["invite_link"] = inviteLink.DeepClone();
        foreach (var told in world.Audience(room))
        {
            // The bot may write to a user who asks to join.
            told.PrivateRoom(person).IsOpen = true;
            told.Deliver("chat_join_request", request);
        }
    }

    /// <summary>Stops or starts the bot, in a private chat.</summary>
    public static void SetBlocked(this SandboxWorld world, Person person, bool blocked)
    {
        var room = world.PrivateRoom(person);
        room.IsBlocked = blocked;
        if (!blocked) room.IsOpen = true;
        var me = room.Members[world.Bot.Id];
        world.ChangeMember(room, person, me, () => me.Become(blocked ? "kicked" : "member"));
    }

    public static Membership RequireMember(this SandboxWorld world, Room room, Person person) =>
        room.Members.GetValueOrDefault(person.Id) is { IsPresent: true } member
            ? member
            : throw new InvalidOperationException($"{person.FirstName} is not in \"{room.Name}\"{(room.Members.ContainsKey(world.Bot.Id) ? "" : ", and neither is the bot")}.");

    private static int OpenTopic(Room room, Person person, int topic)
    {
        if (topic == 0) return 0;
        var found = room.Topics.GetValueOrDefault(topic) ?? throw new InvalidOperationException("That topic is gone.");
        return found.IsClosed && !room.Members[person.Id].IsAdministrator
            ? throw new InvalidOperationException($"The topic \"{found.Name}\" is closed.")
            : topic;
    }

    private static void HideOneTimeKeyboard(SandboxWorld world, Room room, string text)
    {
        if (room.Keyboard() is not { } shown || !shown.Boolean("one_time_keyboard") || !ButtonTexts(shown).Contains(text))
            return;
        world.HideKeyboard(room, shown);
    }

    private static string TypeOf(UploadedFile upload)
    {
        if (ImageSize.Read(upload.Content) is { } image) return image.MimeType == "image/gif" ? "document" : "photo";
        return upload.ContentType.Split('/')[0] is "video" or "audio" ? upload.ContentType.Split('/')[0] : "document";
    }

    private static string AlbumSort(string type) => type == "video" ? "photo" : type;

    private static IEnumerable<string> ButtonTexts(JsonObject keyboard) =>
        keyboard.Array("keyboard")!.OfType<JsonArray>().SelectMany(row => row).Select(button => button.Text("text"));
}
