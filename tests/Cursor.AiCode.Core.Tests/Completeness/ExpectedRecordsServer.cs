using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Tasks;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Tests.Completeness;

/// <summary>A server with the records of a test. It shares no code with the client.</summary>
internal sealed class ExpectedRecordsServer : IAsyncDisposable
{
    private static readonly TimeSpan Fraction = TimeSpan.FromMicroseconds(456);

    private readonly ApiBehavior _behavior;

    private ExpectedRecordsServer(IReadOnlyList<ExpectedCommit> commits, IReadOnlyList<ExpectedChange> changes, ApiBehavior behavior)
    {
        Commits = commits;
        Changes = changes;
        _behavior = behavior;
    }

    public TestServer Http { get; private set; } = null!;

    /// <summary>The commits of the server, which a test can replace.</summary>
    public IReadOnlyList<ExpectedCommit> Commits { get; set; }

    public IReadOnlyList<ExpectedChange> Changes { get; set; }

    /// <summary>Runs before each response, and returns true if it has sent the response.</summary>
    public Func<HttpContext, Task<bool>> BeforeResponse { get; set; } = static _ => Task.FromResult(false);

    public static async Task<ExpectedRecordsServer> StartAsync(
        IReadOnlyList<ExpectedCommit>? commits = null, IReadOnlyList<ExpectedChange>? changes = null, ApiBehavior? behavior = null)
    {
        var server = new ExpectedRecordsServer(commits ?? [], changes ?? [], behavior ?? new ApiBehavior());
        server.Http = await TestServer.StartAsync(server.RespondAsync);
        return server;
    }

    /// <summary>The fingerprints of the records in a range, in the order of the server.</summary>
    public IReadOnlyList<string> Expect(AiCodeKind kind, AiCodeDateRange range, params string[] users) =>
        Select(kind, range.Start, range.End, null)
            .Where(record => users.Length == 0 || users.Any(record.Person.Is))
            .Select(record => Fingerprint(record, _behavior.Times == TimeFormat.Microseconds ? Fraction : TimeSpan.Zero))
            .ToArray();

    /// <summary>The fingerprints of the records in a file, where times have milliseconds.</summary>
    public IReadOnlyList<string> ExpectInFile(AiCodeKind kind, AiCodeDateRange range) =>
        Select(kind, range.Start, range.End, null).Select(record => Fingerprint(record, TimeSpan.Zero)).ToArray();

    /// <summary>The CSV of a range, as the server sends it.</summary>
    public byte[] CsvOf(AiCodeKind kind, AiCodeDateRange range) => Csv(kind, Select(kind, range.Start, range.End, null));

    public ValueTask DisposeAsync() => Http.DisposeAsync();

    private string Fingerprint(ExpectedRecord record, TimeSpan fraction) => _behavior.Without.Count == 0 && fraction == TimeSpan.Zero
        ? record.Fingerprint
        : record.FingerprintOf(_behavior.Without, fraction);

    private async Task RespondAsync(HttpContext context)
    {
        if (await BeforeResponse(context))
        {
            return;
        }

        if (context.Request.Headers.Authorization != TestServer.Authorization)
        {
            await Response.Status(401, """{"error":"Unauthorized","message":"Invalid API key"}""")(context);
            return;
        }

        string path = context.Request.Path.Value!;
        bool csv = path.EndsWith(".csv", StringComparison.Ordinal);
        AiCodeKind kind = path.Contains("/commits", StringComparison.Ordinal) ? AiCodeKind.Commit : AiCodeKind.Change;
        var start = DateTimeOffset.Parse(context.Request.Query["startDate"]!, CultureInfo.InvariantCulture);
        var end = DateTimeOffset.Parse(context.Request.Query["endDate"]!, CultureInfo.InvariantCulture);
        if (end - start > _behavior.MaxRange)
        {
            await Response.Status(400, """{"error":"Bad Request","message":"Date range cannot exceed 30 days"}""")(context);
            return;
        }

        IEnumerable<ExpectedRecord> records = Select(kind, start, end, context.Request.Query["user"]);
        await (csv ? Response.Body(200, "text/csv; charset=utf-8", Csv(kind, records)) : Page(context, records.ToArray()))(context);
    }

    private IEnumerable<ExpectedRecord> Select(AiCodeKind kind, DateTimeOffset start, DateTimeOffset end, string? user)
    {
        IEnumerable<ExpectedRecord> all = kind == AiCodeKind.Commit ? Commits : Changes;
        return (_behavior.Ascending ? all.Reverse() : all).Where(record =>
            record.CreatedAt >= start && (record.CreatedAt < end || (_behavior.EndInclusive && record.CreatedAt == end)) &&
            (user is null || record.Person.Is(user)));
    }

    private RequestDelegate Page(HttpContext context, ExpectedRecord[] records)
    {
        int page = int.Parse(context.Request.Query["page"]!, CultureInfo.InvariantCulture);
        int requested = int.Parse(context.Request.Query["pageSize"]!, CultureInfo.InvariantCulture);
        if (requested is < 1 or > 1000 || (requested > _behavior.MaxPageSize && _behavior.Pages == PageBehavior.Rejects))
        {
            return Response.Status(400, """{"error":"Bad Request","message":"Page size must be between 1 and 500"}""");
        }

        int size = Math.Min(requested, _behavior.MaxPageSize);
        using var stream = new MemoryStream();
        JavaScriptEncoder encoder = _behavior.EscapesJson ? JavaScriptEncoder.Default : JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = encoder }))
        {
            json.WriteStartObject();
            if (_behavior.Extras)
            {
                json.WriteStartObject("meta");
                json.WriteNull("next");
                json.WriteEndObject();
            }

            json.WriteStartArray("items");
            foreach (ExpectedRecord record in records.Skip((page - 1) * size).Take(size))
            {
                Write(json, record);
            }

            json.WriteEndArray();
            WriteNumber(json, "totalCount", records.Length.ToString(CultureInfo.InvariantCulture));
            json.WriteNumber("page", page);
            json.WriteNumber("pageSize", _behavior.Pages == PageBehavior.ClampsSilently ? requested : size);
            json.WriteEndObject();
        }

        return Response.Body(200, "application/json; charset=utf-8", stream.ToArray());
    }

    private void Write(Utf8JsonWriter json, ExpectedRecord record)
    {
        json.WriteStartObject();
        if (_behavior.Extras)
        {
            json.WriteStartArray("newThing");
            json.WriteNumberValue(1.5);
            json.WriteStringValue("a,\"b\"\n");
            json.WriteEndArray();
        }

        foreach (ExpectedField field in record.Fields)
        {
            if (_behavior.Without.Contains(field.Column) || (field.Text is null && _behavior.OmitsNulls))
            {
                continue;
            }

            if (field.Text is null)
            {
                json.WriteNull(field.Name);
                continue;
            }

            switch (field.Kind)
            {
                case ExpectedFieldKind.Number:
                    WriteNumber(json, field.Name, field.Text);
                    break;
                case ExpectedFieldKind.Boolean when !_behavior.NumbersAsText:
                    json.WriteBoolean(field.Name, field.Text == "true");
                    break;
                case ExpectedFieldKind.Time when _behavior.Times == TimeFormat.Epoch:
                    json.WriteNumber(field.Name, field.Time.ToUnixTimeMilliseconds());
                    break;
                case ExpectedFieldKind.Time:
                    json.WriteString(field.Name, TimeText(field.Time));
                    break;
                case ExpectedFieldKind.Metadata:
                    json.WritePropertyName(field.Name);
                    WriteFiles(json, (ExpectedChange)record);
                    break;
                default:
                    json.WriteString(field.Name, field.Text);
                    break;
            }
        }

        json.WriteEndObject();
    }

    private void WriteNumber(Utf8JsonWriter json, string name, string number)
    {
        if (_behavior.NumbersAsText)
        {
            json.WriteString(name, number);
        }
        else
        {
            json.WritePropertyName(name);
            json.WriteRawValue(number);
        }
    }

    private void WriteFiles(Utf8JsonWriter json, ExpectedChange change)
    {
        json.WriteStartArray();
        foreach (ExpectedFile file in change.Files!)
        {
            json.WriteStartObject();
            if (file.Name is not null)
            {
                json.WriteString("fileName", file.Name);
            }

            if (file.Extension is not null || !_behavior.OmitsNulls)
            {
                json.WriteString("fileExtension", file.Extension);
            }

            WriteNumber(json, "linesAdded", file.Added.ToString(CultureInfo.InvariantCulture));
            WriteNumber(json, "linesDeleted", file.Deleted.ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private byte[] Csv(AiCodeKind kind, IEnumerable<ExpectedRecord> records)
    {
        var text = new StringBuilder(_behavior.ByteOrderMark ? "\uFEFF" : "");
        string[] columns = (kind == AiCodeKind.Commit ? Response.CommitHeader : Response.ChangeHeader).Split(',');
        WriteRow(text, Arrange(columns, columns, static name => name, "new_thing"));
        foreach (ExpectedRecord record in records)
        {
            WriteRow(text, Arrange(columns, record.Fields, field => CsvText(field, record), "a,\"b\"\n=new"));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private IEnumerable<string> Arrange<T>(string[] columns, IReadOnlyList<T> cells, Func<T, string> text, string extra)
    {
        IEnumerable<int> order = (_behavior.Order ?? Enumerable.Range(0, columns.Length).ToArray()).Where(i => !_behavior.Without.Contains(columns[i]));
        foreach (int i in order)
        {
            yield return text(cells[i]);
        }

        if (_behavior.Extras)
        {
            yield return extra;
        }
    }

    private string CsvText(ExpectedField field, ExpectedRecord record)
    {
        if (field.Text is null)
        {
            return "";
        }

        if (field.Kind == ExpectedFieldKind.Time)
        {
            return TimeText(field.Time);
        }

        if (field.Kind != ExpectedFieldKind.Metadata)
        {
            return field.Text;
        }

        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            WriteFiles(json, (ExpectedChange)record);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private void WriteRow(StringBuilder text, IEnumerable<string> cells)
    {
        text.AppendJoin(',', cells.Select(cell =>
            _behavior.QuotesAll || cell.AsSpan().IndexOfAny(",\"\r\n") >= 0 || cell.StartsWith(' ') || cell.EndsWith(' ')
                ? "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""
                : cell));
        text.Append(_behavior.NewLine);
    }

    private string TimeText(DateTimeOffset time)
    {
        string format = _behavior.Times switch
        {
            TimeFormat.WithoutZone => "yyyy-MM-dd'T'HH:mm:ss.fff",
            TimeFormat.Offset => "yyyy-MM-dd'T'HH:mm:ss.fffzzz",
            TimeFormat.Microseconds => "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'",
            TimeFormat.Seconds when time.Millisecond == 0 => "yyyy-MM-dd'T'HH:mm:ss'Z'",
            _ => "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
        };
        DateTimeOffset value = _behavior.Times switch
        {
            TimeFormat.Offset => time.ToOffset(TimeSpan.FromMinutes(330)),
            TimeFormat.Microseconds => time + Fraction,
            _ => time,
        };
        return _behavior.Times == TimeFormat.Epoch
            ? time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)
            : value.ToString(format, CultureInfo.InvariantCulture);
    }
}
