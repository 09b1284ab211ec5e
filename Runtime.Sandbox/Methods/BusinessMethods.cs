using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary>
/// Business connections: who they are with, reading and deleting, and in which chat a call over one acts.
/// </summary>
internal static class BusinessMethods
{
    private const string Parameter = "business_connection_id";
    private const long Day = 86_400;

    public static JsonNode GetBusinessConnection(MethodCall call) => Account(call, mustBeEnabled: false).ToJson();

    /// <summary>Nobody but the owner sees what was read, so the call only has to be allowed.</summary>
    public static JsonNode ReadBusinessMessage(MethodCall call)
    {
        Require(Account(call), "can_read_messages");
        _ = call.Message(Room(call)) ?? throw ApiError.BadRequest("message to read not found");
        return MethodCall.True();
    }

    /// <summary>All of them are of one chat.</summary>
    public static JsonNode DeleteBusinessMessages(MethodCall call)
    {
        var account = Account(call);
        var ids = call.MessageIds();
        var room = account.Rooms.Values.FirstOrDefault(candidate => candidate.Messages.ContainsKey(ids[0])) ?? throw ApiError.BadRequest("message to delete not found");
        foreach (var message in ids.Select(id => room.Messages.GetValueOrDefault(id) ?? throw ApiError.BadRequest("message to delete not found")).ToList())
        {
            if (!account.Rights.Contains("can_delete_all_messages"))
                Require(account, message.AuthorId == call.World.Bot.Id ? "can_delete_sent_messages" : "can_delete_all_messages");
            call.World.Delete(room, message, byBot: true);
        }
        return MethodCall.True();
    }

    /// <summary>Whether a call acts in a chat of a business account.</summary>
    public static bool IsOverBusiness(this MethodCall call) =>
        call.Parameters.Has(Parameter) && BotApiService.SharedSchema.Method(call.Method)?.Parameters.Any(parameter => parameter.Name == Parameter) == true;

    /// <summary>The chat of the connected account that a call names as chat_id.</summary>
    public static Room Room(MethodCall call)
    {
        var account = Account(call);
        return account.Rooms.GetValueOrDefault(call.Parameters.Long("chat_id")) ?? throw ApiError.BadRequest("BUSINESS_PEER_INVALID");
    }

    /// <summary>The bot answers only those who wrote within a day, and only if it may.</summary>
    public static void RequireReply(this MethodCall call, BusinessAccount account, Room room)
    {
        Require(account, "can_reply");
        if (BusinessAccount.LastHeardFrom(room) + Day <= call.World.Now)
            throw ApiError.BadRequest("BUSINESS_PEER_USAGE_MISSING");
    }

    private static BusinessAccount Account(MethodCall call, bool mustBeEnabled = true)
    {
        var id = call.Parameters.Text(Parameter);
        var account = call.World.Business.Values.FirstOrDefault(candidate => candidate.ConnectionId == id);
        return account is not null && (account.IsEnabled || !mustBeEnabled)
            ? account
            : throw ApiError.BadRequest("business connection not found");
    }

    private static void Require(BusinessAccount account, string right)
    {
        if (!account.Rights.Contains(right)) throw ApiError.BadRequest("not enough rights");
    }
}
