using Telegram.Webhooks.Runtime.Generator.Emit;
using Telegram.Webhooks.Runtime.Generator.Model;
using Telegram.Webhooks.Runtime.Generator.Schema;

namespace Telegram.Webhooks.Runtime.Generator;

/// <summary>Schema in, code out.</summary>
internal static class ModelGenerator
{
    /// <summary>Makes every file from the files of the schema folder.</summary>
    public static OutputTree Generate(string schemaFolder)
    {
        var schema = ApiSchema.Load(Path.Combine(schemaFolder, "bot-api.json"));
        var overrides = Overrides.Load(Path.Combine(schemaFolder, "overrides.json"));
        var order = new ParameterOrder(
            overrides, ParameterOrder.Load(Path.Combine(schemaFolder, ParameterOrder.FileName)));
        var model = new ModelBuilder(schema, overrides, order).Build();
        var docs = new Docs(model.Docs, DocTexts.Load(Path.Combine(schemaFolder, "docs.json")));
        var output = new OutputTree { ParameterOrder = ParameterOrder.Record(model.Requests) };

        var classes = new ClassEmitter(model, docs);
        foreach (var type in model.Classes)
            output.Add("Types", type.Name, classes.Emit(type));
        var unions = new UnionEmitter(model, docs);
        foreach (var type in model.Unions)
        {
            output.Add("Types", type.Name, unions.Emit(type));
            if (type.Otherwise is null)
                output.Add("Types", type.Unknown, unions.EmitUnknown(type));
        }

        var strings = new StringEmitter(model, docs);
        foreach (var type in model.Strings)
            output.Add("Types", type.Name, strings.Emit(type));
        var requests = new RequestEmitter(model, docs);
        var methods = new MethodEmitter(model, docs);
        foreach (var request in model.Requests)
        {
            output.Add("Requests", request.Name, requests.Emit(request));
            output.Add("Methods", request.Name, methods.Emit(request));
        }

        return output;
    }
}
