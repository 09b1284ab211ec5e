using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Telegram.Webhooks.Runtime.Hosting;
using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Hosting;

/// <summary>
/// What a configuration says arrives through each of its readers: the runtime's own reader, the binder with reflection,
/// and the generated one.
/// </summary>
public class SettingsBindingTests
{
    // Not from a configuration: code.
    private static readonly string[] OfCode = ["Delivery.OnFailure", "Delivery.Lanes"];

    // A value for each key, none of them the default.
    private static readonly (string Key, string? Value)[] Everything =
    [
        ("Token", "123456:fake-token-for-a-test"), ("BaseUrl", "http://localhost:8081"), ("IsSelfHosted", "false"),
        ("UseTestEnvironment", "true"),
        ("Webhook:Url", "https://bot.example.org/hook"), ("Webhook:Path", "/inner"),
        ("Webhook:SecretToken", "a-secret"), ("Webhook:MaxConnections", "7"),
        ("Webhook:AllowedUpdates:0", "message"), ("Webhook:AllowedUpdates:1", "poll"),
        ("Webhook:Certificate", "cert.pem"), ("Webhook:IpAddress", "203.0.113.7"),
        ("Webhook:DropPendingUpdates", "true"), ("Webhook:AllowedNetworks:0", "telegram"),
        ("Webhook:MaxBodyBytes", "4096"), ("Webhook:MaxBytesInFlight", "9000000000"),
        ("LongPolling:Timeout", "00:00:07"), ("LongPolling:Limit", "3"), ("LongPolling:AllowedUpdates:0", "message"),
        ("LongPolling:DeleteWebhook", "false"),
        ("Inbox:Sqlite", "data/inbox.db"), ("Inbox:InMemory", "true"), ("Inbox:None", "true"),
        ("Inbox:MaxBytes", "5000000000"),
        ("Inbox:Retention", "3.00:00:00"), ("Inbox:DeadLetterRetention", "7.00:00:00"),
        ("Delivery:MaxConcurrency", "3"), ("Delivery:MaxAttempts", "2"), ("Delivery:InitialBackoff", "00:00:02"),
        ("Delivery:MaxBackoff", "00:00:09"),
        ("Delivery:MaxRetryAfter", "00:10:00"), ("Delivery:SayOnce", "false"), ("Delivery:UnknownCountsAsDone", "true"),
        ("Delivery:WarnAfter", "00:00:05"),
        ("Delivery:HandlerTimeout", "00:01:00"), ("Delivery:KeepExpiredQueries", "true"),
        ("Delivery:TraceChatsAndUsers", "true"),
        ("Retry:MaxAttempts", "9"), ("Retry:InitialBackoff", "00:00:01"), ("Retry:MaxBackoff", "00:00:11"),
        ("Retry:MaxRetryAfter", "00:00:12"),
        ("Retry:RequestTimeout", "00:00:13"), ("Retry:MaxTotalTime", "00:00:14"),
        ("Limits:PerSecond", "11"), ("Limits:PerSecondInChat", "12"), ("Limits:PerMinuteInGroup", "13"),
        ("MediaGroupsDebounce", "00:00:03"), ("ShutdownTimeout", "00:00:04"), ("RetryStart", "true"),
    ];

    [Test]
    public void What_one_binder_read_another_passed_over()
    {
        var configuration = HostedApps.Configuration(Everything);
        var problems = new List<string>();
        var own = new TelegramBotSettings();
        var generated = new TelegramBotSettings();
        var reflected = new TelegramBotSettings();

        TelegramBotSettingsReader.Read(configuration, own, problems);
        configuration.Bind(generated);
        // A call by way of a delegate is none that the generator sees.
        Action<IConfiguration, object?> bind = ConfigurationBinder.Bind;
        bind(configuration, reflected);

        Assert.That(problems, Is.Empty);
        Assert.That(Values(own), Is.EqualTo(Values(reflected)));
        Assert.That(Values(generated), Is.EqualTo(Values(reflected)));
    }

    [Test]
    public void Every_member_of_the_settings_can_be_configured()
    {
        var set = new TelegramBotSettings();
        TelegramBotSettingsReader.Read(HostedApps.Configuration(Everything), set, []);
        var defaults = Values(new TelegramBotSettings { Limits = new TelegramLimits() });

        var unchanged = Values(set).Where(value => defaults[value.Key] == value.Value).Select(value => value.Key);

        Assert.That(unchanged, Is.EquivalentTo(OfCode), "a member that no key sets");
        Assert.That(defaults, Has.Count.GreaterThan(40));
    }

    [Test]
    public void Each_key_is_in_the_table_of_the_docs()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "hosting.md"));
        var keys = Everything.Select(pair => pair.Key.Split(":0")[0].Split(":1")[0])
            .Where(key => !key.StartsWith("Delivery:", StringComparison.Ordinal) && !key.StartsWith("Retry:", StringComparison.Ordinal))
            .Select(key => key.Replace("Limits:", "", StringComparison.Ordinal));

        Assert.That(keys.Where(key => !page.Contains($"`{key}`", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void A_secret_token_that_the_generated_binder_passed_over_let_anybody_in()
    {
        var configuration = HostedApps.Configuration(("SecretToken", "a-secret"), ("MaxBodyBytes", "4096"));
        var webhook = new TelegramWebhookSettings();

        configuration.Bind(webhook);

        Assert.That((webhook.SecretToken, webhook.MaxBodyBytes), Is.EqualTo(("a-secret", 4096)));
    }

    [Test]
    public void Each_option_that_code_sets_can_be_set_by_a_binder()
    {
        var options = typeof(TelegramBot).Assembly.GetExportedTypes()
            .Where(type => type.Namespace is "Telegram.Webhooks.Runtime" or "Telegram.Webhooks.Runtime.Inbox")
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) || type.Name.EndsWith("Settings", StringComparison.Ordinal) || type == typeof(TelegramLimits))
            .ToList();

        var initOnly = options
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(property => property.SetMethod is { IsPublic: true } setter
                && setter.ReturnParameter.GetRequiredCustomModifiers()
                    .Contains(typeof(System.Runtime.CompilerServices.IsExternalInit)))
            .Select(property => $"{property.DeclaringType!.Name}.{property.Name}");

        Assert.That(options, Has.Count.GreaterThan(8));
        Assert.That(initOnly, Is.Empty, "a generated binder passes over these in silence");
    }

    [TestCase("Delivery:WarnAfter", "", null)]
    [TestCase("Delivery:WarnAfter", null, null)]
    [TestCase("MediaGroupsDebounce", "", null)]
    public void Null_turns_off_what_is_on_by_default(string key, string? value, object? expected)
    {
        var settings = new TelegramBotSettings();
        TelegramBotSettingsReader.Read(HostedApps.Configuration((key, value)), settings, []);

        Assert.That(key == "MediaGroupsDebounce" ? settings.MediaGroupsDebounce : settings.Delivery.WarnAfter, Is.EqualTo(expected));
    }

    [TestCase("Webook:Url", "x", "Webook")]
    [TestCase("Delivery:MaxAttempt", "3", "MaxAttempt")]
    [TestCase("Delivery:MaxAttempts", "three", "Delivery:MaxAttempts is 'three'")]
    [TestCase("ShutdownTimeout", "30", "such as 00:00:30 for 30 seconds")]
    [TestCase("RetryStart", "perhaps", "true or false")]
    [TestCase("Delivery", "fast", "it must be a section")]
    [TestCase("Token:Value", "x", "it must be a text")]
    [TestCase("Webhook:AllowedUpdates", "message", "it must be a list")]
    public void What_cannot_be_read_is_a_problem(string key, string value, string expected)
    {
        var problems = new List<string>();

        TelegramBotSettingsReader.Read(HostedApps.Configuration((key, value)), new TelegramBotSettings(), problems);

        Assert.That(problems, Has.One.Contains(expected));
    }

    [Test]
    public void The_whole_configuration_of_an_app_was_answered_with_a_line_for_each_variable_of_the_environment()
    {
        var problems = new List<string>();
        var whole = HostedApps.Configuration(("Telegram:Token", "1:a"), ("PATH", "/bin"), ("HOME", "/"), ("LANG", "C"),
            ("Logging:LogLevel:Default", "Debug"));

        TelegramBotSettingsReader.Read(whole, new TelegramBotSettings(), problems);

        Assert.That(problems, Has.Count.EqualTo(1).And.One.Contains("GetSection(\"Telegram\")"));
    }

    /// <summary>Every value of the settings by its path.</summary>
    private static SortedDictionary<string, string> Values(object settings)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Add("", settings);
        return values;

        void Add(string path, object of)
        {
            foreach (var property in of.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
            {
                var (name, value) = (path + property.Name, property.GetValue(of));
                if (value is not null && property.PropertyType.Namespace!.StartsWith("Telegram", StringComparison.Ordinal) && !OfCode.Contains(name))
                    Add(name + ".", value);
                else
                    values[name] = value is IEnumerable list and not string
                        ? string.Join(',', list.Cast<object>())
                        : $"{value}";
            }
        }
    }
}
