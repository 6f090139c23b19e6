using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Tests.Support;

/// <summary>Responses for a <see cref="TestServer"/>.</summary>
internal static class Response
{
    public const string CommitHeader =
        "commit_hash,user_id,user_email,repo_name,branch_name,is_primary_branch,commit_source,total_lines_added,total_lines_deleted," +
        "tab_lines_added,tab_lines_deleted,composer_lines_added,composer_lines_deleted,non_ai_lines_added,non_ai_lines_deleted,message,commit_ts,created_at";

    public const string ChangeHeader =
        "change_id,user_id,user_email,source,model,total_lines_added,total_lines_deleted,created_at,metadata_json";

    /// <summary>200 with JSON.</summary>
    public static RequestDelegate Json(string body) => Body(200, "application/json; charset=utf-8", Encoding.UTF8.GetBytes(body));

    /// <summary>200 with CSV.</summary>
    public static RequestDelegate Csv(string body) => Body(200, "text/csv; charset=utf-8", Encoding.UTF8.GetBytes(body));

    /// <summary>A status with JSON, and a header for each pair of <paramref name="headers"/>.</summary>
    public static RequestDelegate Status(int status, string body = "", params (string Name, string Value)[] headers) => context =>
    {
        foreach ((string name, string value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return Body(status, "application/json", Encoding.UTF8.GetBytes(body))(context);
    };

    public static RequestDelegate Body(int status, string? type, byte[] body) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    };

    /// <summary>One response to JSON requests, and another one to CSV requests.</summary>
    public static RequestDelegate Either(RequestDelegate json, RequestDelegate csv) =>
        context => (context.Request.Path.Value!.EndsWith(".csv", StringComparison.Ordinal) ? csv : json)(context);

    /// <summary>A page of records, whose JSON is specified.</summary>
    public static RequestDelegate Page(params string[] items) => Json(PageText(items.Length, items));

    /// <summary>A page of some of <paramref name="total"/> records.</summary>
    public static RequestDelegate PageOf(long total, params string[] items) => Json(PageText(total, items));

    public static string PageText(long total, params string[] items) =>
        $$"""{"items":[{{string.Join(",", items)}}],"totalCount":{{total}},"page":1,"pageSize":1000}""";

    /// <summary>A commit in JSON. <paramref name="change"/> replaces or adds fields, whose JSON is specified. Null removes a field.</summary>
    public static string Commit(int number = 1, params (string Name, string? Json)[] change)
    {
        var fields = new Dictionary<string, string>
        {
            ["commitHash"] = $"\"{Hash(number)}\"",
            ["userId"] = "\"user_1\"",
            ["userEmail"] = "\"one@company.com\"",
            ["repoName"] = "\"company/repo\"",
            ["branchName"] = "\"main\"",
            ["isPrimaryBranch"] = "true",
            ["commitSource"] = "\"ide\"",
            ["totalLinesAdded"] = "120",
            ["totalLinesDeleted"] = "30",
            ["tabLinesAdded"] = "50",
            ["tabLinesDeleted"] = "10",
            ["composerLinesAdded"] = "40",
            ["composerLinesDeleted"] = "5",
            ["nonAiLinesAdded"] = "30",
            ["nonAiLinesDeleted"] = "15",
            ["message"] = $"\"Commit {number}\"",
            ["commitTs"] = $"\"{Time(number)}\"",
            ["createdAt"] = $"\"{Time(number)}\"",
        };
        return Object(fields, change);
    }

    /// <summary>A change in JSON.</summary>
    public static string Change(int number = 1, params (string Name, string? Json)[] change)
    {
        var fields = new Dictionary<string, string>
        {
            ["changeId"] = $"\"{749356200 + number}\"",
            ["userId"] = "\"user_1\"",
            ["userEmail"] = "\"one@company.com\"",
            ["source"] = "\"TAB\"",
            ["model"] = "\"gpt-4o\"",
            ["totalLinesAdded"] = "18",
            ["totalLinesDeleted"] = "4",
            ["createdAt"] = $"\"{Time(number)}\"",
            ["metadata"] = """[{"fileName":"a.ts","fileExtension":"ts","linesAdded":18,"linesDeleted":4}]""",
        };
        return Object(fields, change);
    }

    /// <summary>A commit's CSV row, without a line break.</summary>
    public static string CommitRow(int number = 1, string message = "m") =>
        $"{Hash(number)},user_1,one@company.com,company/repo,main,true,ide,120,30,50,10,40,5,30,15,{message},{Time(number)},{Time(number)}";

    /// <summary>A CSV body of the rows, each with a line feed.</summary>
    public static string CommitsText(params string[] rows) => string.Concat(rows.Prepend(CommitHeader).Select(static row => row + "\n"));

    public static string ChangesText(params string[] rows) => string.Concat(rows.Prepend(ChangeHeader).Select(static row => row + "\n"));

    /// <summary>The hash of the commit with a number.</summary>
    public static string Hash(int number) => $"{number:x8}";

    /// <summary>The time of the record with a number. Higher numbers have earlier times.</summary>
    public static string Time(int number) =>
        Timestamps.Text(new DateTimeOffset(2025, 7, 30, 14, 12, 30, TimeSpan.Zero).AddSeconds(-number));

    private static string Object(Dictionary<string, string> fields, (string Name, string? Json)[] change)
    {
        foreach ((string name, string? json) in change)
        {
            _ = fields.Remove(name);
            if (json is not null)
            {
                fields[name] = json;
            }
        }

        return "{" + string.Join(",", fields.Select(static field => $"\"{field.Key}\":{field.Value}")) + "}";
    }
}
