using System.Text;
using System.Text.Json;
using Spectre.Console;
using Telegram.Webhooks.Runtime.Diagnosis;

namespace Telegram.Webhooks.Runtime.Tool;

/// <summary>Findings for people, and for programs.</summary>
internal static class FindingsReport
{
    private const int WidthOfFiles = 120;

    /// <summary>A table. Written to a file or a pipe it has no colours and a width of its own.</summary>
    public static void WriteTable(IReadOnlyList<WebhookFinding> findings)
    {
        if (findings.Count == 0) return;
        var table = new Table().Border(TableBorder.Rounded).ShowRowSeparators()
            .AddColumn(new TableColumn("").NoWrap()).AddColumn("Finding").AddColumn("What to do");
        foreach (var finding in findings)
        {
            var (name, style) = finding.Severity switch
            {
                FindingSeverity.Error => ("error", new Style(Color.Red)),
                FindingSeverity.Warning => ("warning", new Style(Color.Yellow)),
                _ => ("note", Style.Plain),
            };
            var likely = finding.Certainty == FindingCertainty.Likely ? " (likely)" : "";
            var seen = finding.Evidence is null ? "" : $"\nSeen: {finding.Evidence}";
            table.AddRow(new Text(name, style), new Text($"{finding.What}{likely} {finding.Why}{seen}\n{finding.Id}"),
                new Text(finding.WhatToDo));
        }
        Screen().Write(table);
    }

    /// <summary>The console as it is; a file or a pipe, whose width nobody knows, gets a fixed one.</summary>
    public static IAnsiConsole Screen()
    {
        if (Console.IsOutputRedirected) AnsiConsole.Console.Profile.Width = WidthOfFiles;
        return AnsiConsole.Console;
    }

    /// <summary>An object with the members <c>healthy</c> and <c>findings</c>.</summary>
    public static void WriteJson(bool isHealthy, IReadOnlyList<WebhookFinding> findings)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteBoolean("healthy", isHealthy);
            json.WriteStartArray("findings");
            foreach (var finding in findings)
            {
                json.WriteStartObject();
                json.WriteString("id", finding.Id);
                json.WriteString("severity", Lower(finding.Severity));
                json.WriteString("certainty", Lower(finding.Certainty));
                json.WriteString("what", finding.What);
                json.WriteString("why", finding.Why);
                json.WriteString("what_to_do", finding.WhatToDo);
                json.WriteString("evidence", finding.Evidence);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        Console.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
