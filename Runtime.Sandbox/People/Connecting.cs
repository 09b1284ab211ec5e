using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.People;

/// <summary>The owner of a business account connects the bot to it. Call while holding the world's gate.</summary>
internal static class Connecting
{
    /// <summary>Connects the bot with these rights, newly or once more: another connection id.</summary>
    public static BusinessAccount Connect(this SandboxWorld world, Person owner, IReadOnlyList<string> rights)
    {
        if (rights.Except(BusinessAccount.AllRights).FirstOrDefault() is { } unknown)
            throw new ArgumentException($"There is no right {unknown}.", nameof(rights));
        var other = world.Shared.Worlds.Find(each => each != world && each.Business.GetValueOrDefault(owner.Id) is { IsEnabled: true });
        if (other is not null)
            throw new InvalidOperationException(
                $"{owner.FirstName} has connected {other.Bot.FirstName}, and an account has one bot.");
        if (!world.Business.TryGetValue(owner.Id, out var account))
            world.Business[owner.Id] = account = new BusinessAccount(owner);
        if (account.IsEnabled) throw new InvalidOperationException($"{owner.FirstName} has connected the bot already.");
        account.ConnectionId = "sandbox_business_" + world.NextQueryId();
        account.Date = world.Now;
        account.Rights = rights;
        account.IsEnabled = true;
        world.Deliver("business_connection", account.ToJson());
        return account;
    }

    public static void Disconnect(this SandboxWorld world, BusinessAccount account)
    {
        if (!account.IsEnabled) return;
        account.IsEnabled = false;
        world.Deliver("business_connection", account.ToJson());
    }
}
