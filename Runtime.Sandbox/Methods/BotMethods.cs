using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary>The bot's own affairs: who it is, its commands, texts, menu button and wanted rights.</summary>
internal static partial class BotMethods
{
    public static JsonNode GetMe(MethodCall call)
    {
        var me = call.World.Bot.ToJson();
        me["can_join_groups"] = true;
        me["can_read_all_group_messages"] = true;
        me["supports_inline_queries"] = true;
        me["can_connect_to_business"] = true;
        me["has_main_web_app"] = false;
        return me;
    }

    public static JsonNode SetMyCommands(MethodCall call)
    {
        var commands = call.Parameters.Json("commands") as JsonArray ?? [];
        if (commands.Count > 100) throw ApiError.BadRequest("BOT_COMMANDS_TOO_MUCH");
        var kept = new JsonArray();
        foreach (var command in commands)
        {
            var name = command.Text("command").TrimStart('/');
            if (!CommandName().IsMatch(name)) throw ApiError.BadRequest("BOT_COMMAND_INVALID");
            if (command.Text("description").Trim().Length is < 1 or > 256)
                throw ApiError.BadRequest("BOT_COMMAND_DESCRIPTION_INVALID");
            kept.Add(new JsonObject { ["command"] = name, ["description"] = command.Text("description").Trim() });
        }
        if (kept.Count == 0) call.World.Profile.Commands.Remove(Scope(call));
        else call.World.Profile.Commands[Scope(call)] = kept;
        return MethodCall.True();
    }

    public static JsonNode GetMyCommands(MethodCall call) =>
        call.World.Profile.Commands.GetValueOrDefault(Scope(call))?.DeepClone() ?? new JsonArray();

    public static JsonNode DeleteMyCommands(MethodCall call)
    {
        call.World.Profile.Commands.Remove(Scope(call));
        return MethodCall.True();
    }

    /// <summary><c>setMyName</c> and its siblings: an empty text takes back the one of that language.</summary>
    public static Func<MethodCall, JsonNode?> SetText(string field, int maxLength) => call =>
    {
        var text = call.Parameters.Text(field);
        if (text.Length > maxLength) throw ApiError.BadRequest($"{field.Replace('_', ' ')} is too long");
        call.World.Profile.Texts[$"{field}/{call.Parameters.Text("language_code")}"] = text;
        return MethodCall.True();
    };

    /// <summary>The text of the language, else the one for all languages, else what the bot started with.</summary>
    public static Func<MethodCall, JsonNode?> GetText(string field) => call =>
    {
        var texts = call.World.Profile.Texts;
        var text = texts.GetValueOrDefault($"{field}/{call.Parameters.Text("language_code")}");
        if (string.IsNullOrEmpty(text)) text = texts.GetValueOrDefault(field + "/");
        if (string.IsNullOrEmpty(text)) text = field == "name" ? call.World.Bot.FirstName : "";
        return new JsonObject { [field] = text };
    };

    public static JsonNode SetChatMenuButton(MethodCall call)
    {
        var button = call.Parameters.Json("menu_button") as JsonObject ?? new JsonObject { ["type"] = "default" };
        call.World.Profile.MenuButtons[MenuChat(call)] = button;
        return MethodCall.True();
    }

    public static JsonNode GetChatMenuButton(MethodCall call)
    {
        var buttons = call.World.Profile.MenuButtons;
        return (buttons.GetValueOrDefault(MenuChat(call)) ?? buttons.GetValueOrDefault(0))?.DeepClone() ?? new JsonObject { ["type"] = "commands" };
    }

    public static JsonNode SetDefaultRights(MethodCall call)
    {
        call.World.Profile.DefaultRights[Channels(call)] = call.Parameters.Json("rights") as JsonObject;
        return MethodCall.True();
    }

    public static JsonNode GetDefaultRights(MethodCall call)
    {
        var rights = new JsonObject();
        foreach (var name in new[]
        {
            "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
            "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
        })
        {
            rights[name] = call.World.Profile.DefaultRights[Channels(call)].Boolean(name);
        }
        return rights.Take(call.World.Profile.DefaultRights[Channels(call)], "can_post_messages", "can_edit_messages",
            "can_pin_messages", "can_manage_topics");
    }

    private static int Channels(MethodCall call) => call.Parameters.Boolean("for_channels") ? 1 : 0;

    private static long MenuChat(MethodCall call)
    {
        if (!call.Parameters.Has("chat_id")) return 0;
        var room = call.Room();
        return room.IsPrivate ? room.Id : throw ApiError.BadRequest("chat is not a private chat");
    }

    private static string Scope(MethodCall call)
    {
        var scope = call.Parameters.Json("scope");
        var type = scope.Text("type") is { Length: > 0 } given ? given : "default";
        if (type is "chat" or "chat_administrators" or "chat_member") call.World.FindRoom(scope.Text("chat_id"));
        return string.Create(CultureInfo.InvariantCulture, $"{type}/{scope.Text("chat_id")}/{scope.Text("user_id")}/{call.Parameters.Text("language_code")}");
    }

    [GeneratedRegex("^[a-z0-9_]{1,32}$")]
    private static partial Regex CommandName();
}
