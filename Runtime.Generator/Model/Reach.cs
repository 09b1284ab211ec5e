namespace Telegram.Webhooks.Runtime.Generator.Model;

/// <summary>Follows fields through the model: which types programs send, and which can hold a file to upload.</summary>
internal static class Reach
{
    public static void Mark(ApiModel model)
    {
        foreach (var field in model.Requests.SelectMany(request => request.Fields))
            MarkSent(model, field.Shape.Innermost);
        // Whether a type carries files depends on types that depend on it in turn, so this goes on until nothing is
        // added.
        while (AddCarriers(model))
        {
        }
    }

    private static void MarkSent(ApiModel model, Shape shape)
    {
        if (model.Class(shape) is { } type)
            MarkSent(model, type);
        else if (model.Union(shape) is { IsSent: false } union)
        {
            union.IsSent = true;
            foreach (var member in union.Members)
                MarkSent(model, member);
        }
    }

    private static void MarkSent(ApiModel model, ClassType type)
    {
        if (type.IsSent)
            return;
        type.IsSent = true;
        foreach (var field in type.Fields)
            MarkSent(model, field.Shape.Innermost);
    }

    private static bool AddCarriers(ApiModel model)
    {
        var added = false;
        foreach (var type in model.Classes.Where(type => !type.CarriesFiles && type.Fields.Any(field => Carries(model, field.Shape.Innermost))))
            added = type.CarriesFiles = true;
        foreach (var union in model.Unions.Where(union => !union.CarriesFiles && union.Members.Any(member => member.CarriesFiles)))
            added = union.CarriesFiles = true;
        return added;
    }

    public static bool Carries(ApiModel model, Shape shape) =>
        shape.Kind == ShapeKind.File || model.Class(shape)?.CarriesFiles == true
        || model.Union(shape)?.CarriesFiles == true;
}
