using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

internal sealed class BotProfileTests : MethodTest
{
    [Test]
    public async Task The_bot_knows_itself()
    {
        var me = await Api.GetMe();
        Assert.That((me.Id, me.IsBot, me.Username, me.FirstName),
            Is.EqualTo((Telegram.BotId, true, "sandbox_bot", "Sandbox Bot")));
        Assert.That((me.CanJoinGroups, me.SupportsInlineQueries), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task Commands_are_kept_by_scope_and_language()
    {
        BotCommand[] help = [new() { Command = "help", Description = "Helps" }];
        BotCommand[] hilfe = [new() { Command = "hilfe", Description = "Hilft" }];
        await Api.SetMyCommands(help);
        await Api.SetMyCommands(hilfe, new BotCommandScopeChat { ChatId = Ada.Id }, "de");
        Assert.That((await Api.GetMyCommands()).Single().Command, Is.EqualTo("help"));
        Assert.That((await Api.GetMyCommands(new BotCommandScopeChat { ChatId = Ada.Id }, "de")).Single().Command,
            Is.EqualTo("hilfe"));
        Assert.That(await Api.GetMyCommands(new BotCommandScopeChat { ChatId = Ada.Id }), Is.Empty, "another language");
        Assert.That(await Api.DeleteMyCommands(), Is.True);
        Assert.That(await Api.GetMyCommands(), Is.Empty);
        Assert.That(await Api.GetMyCommands(new BotCommandScopeChat { ChatId = Ada.Id }, "de"), Is.Not.Empty,
            "the other scope's stay");
        await Refused(400, "Bad Request: chat not found",
            () => Api.SetMyCommands(help, new BotCommandScopeChat { ChatId = 77 }));
    }

    [TestCase("Help", "x", "Bad Request: BOT_COMMAND_INVALID")]
    [TestCase("a-b", "x", "Bad Request: BOT_COMMAND_INVALID")]
    [TestCase("help", " ", "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")]
    public async Task A_command_of_the_wrong_form_is_refused(string command, string description, string error) =>
        await Refused(400, error, () => Api.SetMyCommands([new BotCommand { Command = command, Description = description }]));

    [Test]
    public async Task Names_and_descriptions_are_kept_by_language()
    {
        await Api.SetMyName("Robot");
        await Api.SetMyName("Roboter", "de");
        Assert.That(((await Api.GetMyName()).Name, (await Api.GetMyName("de")).Name, (await Api.GetMyName("fr")).Name),
            Is.EqualTo(("Robot", "Roboter", "Robot")));
        await Api.SetMyName("", "de");
        Assert.That((await Api.GetMyName("de")).Name, Is.EqualTo("Robot"), "taken back");
        await Api.SetMyName("");
        Assert.That((await Api.GetMyName()).Name, Is.EqualTo("Sandbox Bot"));

        await Api.SetMyDescription("Does things");
        await Api.SetMyShortDescription("Things");
        Assert.That(((await Api.GetMyDescription()).Description, (await Api.GetMyShortDescription()).ShortDescription),
            Is.EqualTo(("Does things", "Things")));
        await Refused(400, "Bad Request: description is too long", () => Api.SetMyDescription(new string('x', 513)));
    }

    [Test]
    public async Task The_menu_button_of_a_chat_goes_before_the_default()
    {
        Assert.That(await Api.GetChatMenuButton(), Is.InstanceOf<MenuButtonCommands>());
        await Api.SetChatMenuButton(
            Ada.Id, new MenuButtonWebApp { Text = "Shop", WebApp = new WebAppInfo { Url = "https://example.org/" } });
        Assert.That(((MenuButtonWebApp)await Api.GetChatMenuButton(Ada.Id)).WebApp.Url,
            Is.EqualTo("https://example.org/"));
        Assert.That(await Api.GetChatMenuButton(), Is.InstanceOf<MenuButtonCommands>());
    }

    [Test]
    public async Task Wanted_rights_are_kept_apart_for_groups_and_channels()
    {
        var rights = new ChatAdministratorRights
        {
            IsAnonymous = false,
            CanManageChat = true,
            CanDeleteMessages = true,
            CanManageVideoChats = false,
            CanRestrictMembers = false,
            CanPromoteMembers = false,
            CanChangeInfo = false,
            CanInviteUsers = false,
            CanPostStories = false,
            CanEditStories = false,
            CanDeleteStories = false,
            CanPinMessages = true,
        };
        await Api.SetMyDefaultAdministratorRights(rights);
        var groups = await Api.GetMyDefaultAdministratorRights();
        Assert.That((groups.CanDeleteMessages, groups.CanPinMessages, groups.CanInviteUsers),
            Is.EqualTo((true, (bool?)true, false)));
        Assert.That((await Api.GetMyDefaultAdministratorRights(forChannels: true)).CanDeleteMessages, Is.False);
    }
}
