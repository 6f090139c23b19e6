using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cursor.AiCode.Resilience.Tests.Oracles;
using Cursor.AiCode.Serialization;

namespace Cursor.AiCode.Resilience.Tests.Support;

/// <summary>Random records, including awkward ones, and bodies that contain them.</summary>
internal sealed class GeneratedRecords
{
    private static readonly string[] AwkwardTexts =
    [
        "fix: a,b", "\"quoted\"", "two\nlines", "two\r\nlines", "a \"b\", c\r\n", " spaces ", "=1+1", "-", "@x", "日本語", "עברית", "👩‍👩‍👧", "é", "\"", ",", "\n", "\r", "tab\there", "'", "null", "0", "'=x",
    ];

    private readonly Random _random;
    private readonly AiCodeKind _kind;

    public GeneratedRecords(Random random, AiCodeKind kind, int count)
    {
        _random = random;
        _kind = kind;
        Records = Enumerable.Range(0, count).Select(Record).ToList();
    }

    /// <summary>The records, each with its fields by CSV column name. Null is a missing value.</summary>
    public List<Dictionary<string, string?>> Records { get; }

    /// <summary>A CSV body in one of the accepted formats.</summary>
    public byte[] Csv()
    {
        string newLine = Chance(0.5) ? "\n" : "\r\n";
        bool quotesAll = Chance(0.2);
        string[] names = Columns.Of(_kind).Where(column => column.Required || !Chance(0.03)).Select(static column => column.Csv).ToArray();
        if (Chance(0.3))
        {
            _random.Shuffle(names);
        }

        if (Chance(0.2))
        {
            names = [.. names, "new_column"];
        }

        var text = new StringBuilder(Chance(0.1) ? "\uFEFF" : "");
        text.AppendJoin(',', names).Append(newLine);
        foreach (Dictionary<string, string?> record in Records)
        {
            text.AppendJoin(',', names.Select(name => Quoted(record.GetValueOrDefault(name) ?? "", quotesAll))).Append(newLine);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A JSON page with all records.</summary>
    public byte[] Page()
    {
        JavaScriptEncoder encoder = Chance(0.5) ? JavaScriptEncoder.Default : JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        using var stream = new System.IO.MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = encoder, Indented = Chance(0.2) }))
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (Dictionary<string, string?> record in Records)
            {
                json.WriteStartObject();
                foreach (Column column in Columns.Of(_kind))
                {
                    Write(json, column, record[column.Csv]);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("totalCount", Records.Count);
            json.WriteNumber("page", 1);
            json.WriteNumber("pageSize", 1000);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    public byte[] Body(AiCodeTransport transport) => transport == AiCodeTransport.Csv ? Csv() : Page();

    private static string Quoted(string text, bool always) => always || text.AsSpan().IndexOfAny(",\"\r\n") >= 0
        ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""
        : text;

    private static void Write(Utf8JsonWriter json, Column column, string? value)
    {
        json.WritePropertyName(column.Json);
        if (value is null)
        {
            json.WriteNullValue();
        }
        else if (column.Type is ColumnType.Count or ColumnType.OptionalCount or ColumnType.Boolean or ColumnType.Files)
        {
            json.WriteRawValue(value);
        }
        else
        {
            json.WriteStringValue(value);
        }
    }

    private Dictionary<string, string?> Record(int index) => Columns.Of(_kind).ToDictionary(static column => column.Csv, column => column.Type switch
    {
        ColumnType.Id => Convert.ToHexString(BitConverter.GetBytes(_random.NextInt64())).ToLowerInvariant() + index.ToString(CultureInfo.InvariantCulture),
        ColumnType.Text => Chance(0.15) && !column.Required ? null : Text(),
        ColumnType.Count => Number(),
        ColumnType.OptionalCount => Chance(0.3) ? null : Number(),
        ColumnType.Boolean => Chance(0.3) ? null : Chance(0.5) ? "true" : "false",
        ColumnType.OptionalTime when Chance(0.3) => null,
        ColumnType.Time or ColumnType.OptionalTime => Time(index),
        ColumnType.Files when Chance(0.1) => null,
        _ => Files(),
    });

    private string Text()
    {
        var text = new StringBuilder();
        for (int i = _random.Next(1, 4); i > 0; i--)
        {
            text.Append(Chance(0.5) ? AwkwardTexts[_random.Next(AwkwardTexts.Length)] : "word" + Number());
        }

        return text.ToString();
    }

    private string Number() => _random.Next(Chance(0.5) ? 10 : 3000).ToString(CultureInfo.InvariantCulture);

    // Newest first, like the API.
    private string Time(int index) => new DateTime(2025, 7, 30, 23, 0, 0, DateTimeKind.Utc)
        .AddSeconds(-index * 60).AddMilliseconds(_random.Next(60_000))
        .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private string Files() => "[" + string.Join(',', Enumerable.Range(0, _random.Next(4)).Select(_ =>
        (Chance(0.2) ? "{" : "{\"fileName\":" + JsonSerializer.Serialize(Text()) + ",") + $"\"fileExtension\":\"ts\",\"linesAdded\":{Number()},\"linesDeleted\":{Number()}}}")) + "]";

    private bool Chance(double share) => _random.NextDouble() < share;
}
