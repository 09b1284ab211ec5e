using Telegram.Webhooks.Runtime.Generator;
using Telegram.Webhooks.Runtime.Generator.Documentation;
using Telegram.Webhooks.Runtime.Generator.Model;

// public-documentation <assembly> <file>: leaves in a documentation file what users of the assembly can see; the build
// does that.
if (args is ["public-documentation", var assembly, var documentation])
{
    PublicDocumentation.Prune(assembly, documentation);
    return 0;
}

// generate [repository] [output]: writes the model of the repository (the working directory) to the output folder (the
// checked-in one).
var repository = args.Length > 0 ? args[0] : Directory.GetCurrentDirectory();
var botApi = Path.Combine(repository, "Runtime", "BotApi");
var output = args.Length > 1 ? args[1] : Path.Combine(botApi, "Generated");
if (!File.Exists(Path.Combine(botApi, "Schema", "bot-api.json")))
{
    Console.Error.WriteLine($"'{repository}' has no Runtime/BotApi/Schema/bot-api.json; run this in the repository, as ./build.sh generate does.");
    return 1;
}

Directory.CreateDirectory(output);
var schema = Path.Combine(botApi, "Schema");
var tree = ModelGenerator.Generate(schema);
var changes = tree.Write(output);
File.WriteAllText(Path.Combine(schema, ParameterOrder.FileName), tree.ParameterOrder);
Console.WriteLine($"{tree.Files.Count} files generated, {changes} changed.");
return 0;
