using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Cursor.AiCode.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Cursor.AiCode.Tests.Faults;

/// <summary>Tests successful responses with invalid content. Rows 29 to 38 and 45 of the faults.</summary>
public sealed class RecordFaultTests
{
    private const string Secretive = "users-secret-text";

    private static readonly RequestDelegate OneCommit = Response.PageOf(1, Response.Commit());

    public static TheoryData<string?, string> InvalidPages => new()
    {
        { "text/html", "<html><head>\n<title>Sign in</title></head></html>" },
        { "application/json", "<html>labelled as data</html>" },
        { "application/json", "" },
        { null, "" },
        { "application/json", "   " },
        { "application/json", "null" },
        { "application/json", "[]" },
        { "application/json", "42" },
        { "application/json", "\"text\"" },
        { "application/octet-stream", "\u0001\u0002\u0003" },
        { "application/json", "{}" },
        { "application/json", """{"error":"Internal Server Error","message":"Try again"}""" },
        { "application/json", """{"items":null,"totalCount":0}""" },
        { "application/json", """{"totalCount":0}""" },
        { "application/json", """{"items":[]}""" },
        { "application/json", """{"items":[],"totalCount":null}""" },
        { "application/json", """{"items":[],"totalCount":-1}""" },
        { "application/json", """{"items":[],"totalCount":"many"}""" },
        { "application/json", """{"items":{},"totalCount":0}""" },
        { "application/json", """{"items":"x","totalCount":0}""" },
        { "application/json", """{"items":[],"totalCount":0} and more""" },
        { "application/json", """{"items":[],"totalCount":0}{"items":[],"totalCount":0}""" },
    };

    [Theory]
    [MemberData(nameof(InvalidPages))]
    public async Task Fault_29_30_a_response_that_is_not_a_page_is_an_error(string? type, string body)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Body(200, type, Encoding.UTF8.GetBytes(body)));
        foreach (AiCodeTransport transport in Enum.GetValues<AiCodeTransport>())
        {
            using var client = new TestClient(server);
            _ = await client.CommitsFailAsync(AiCodeErrorKind.UnexpectedAnswer, TestClient.Days(7, transport));
            Assert.InRange(client.Client.RequestCount, 1, 4);
        }
    }

    [Theory]
    [InlineData("text/html", "<html><body>Sign in</body></html>\n")]
    [InlineData("text/csv", "<html><body>Sign in</body></html>\n")]
    [InlineData("text/csv", "")]
    [InlineData("text/csv", "\n")]
    [InlineData("application/json", """{"error":"Internal Server Error","message":"Try again"}""")]
    [InlineData("text/csv", """{"error":"Internal Server Error","message":"Try again"}""")]
    [InlineData("text/csv", "change_id,user_id\n")]
    public async Task Fault_29_a_response_that_is_not_csv_is_an_error(string type, string body)
    {
        await using TestServer server = await TestServer.StartAsync(
            Response.Either(OneCommit, Response.Body(200, type, Encoding.UTF8.GetBytes(body))));
        using var client = new TestClient(server);
        _ = await client.CommitsFailAsync(AiCodeErrorKind.UnexpectedAnswer, TestClient.Csv);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/csv")]
    public async Task Trial_N05_json_records_instead_of_csv_are_not_quoted(string type)
    {
        await using TestServer server = await TestServer.StartAsync(
            Response.Either(OneCommit, Response.Body(200, type, Encoding.UTF8.GetBytes(Response.PageText(1, Response.Commit())))));
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.UnexpectedAnswer, TestClient.Csv);
        Assert.DoesNotContain("company", e.Message, StringComparison.Ordinal);
        Assert.Contains("commit_hash", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_29_the_start_of_the_response_is_reported()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Body(200, "text/html", "<html>\n<title>Sign in</title>"u8.ToArray()));
        using var client = new TestClient(server);
        Assert.Contains("<title>Sign in", (await client.CommitsFailAsync(AiCodeErrorKind.UnexpectedAnswer, TestClient.Json)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("message")]
    [InlineData("commitHash")]
    [InlineData("repoName")]
    public async Task Fault_31_invalid_utf8_in_json_is_an_error_with_its_position(string field)
    {
        string page = Response.PageText(2, Response.Commit(1), Response.Commit(2, (field, "\"ab~c\"")));
        byte[] bytes = Encoding.UTF8.GetBytes(page);
        bytes[Array.IndexOf(bytes, (byte)'~')] = 0xFF;
        await using TestServer server = await TestServer.StartAsync(Response.Body(200, "application/json", bytes));
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.InvalidData, TestClient.Json);
        Assert.Contains($"$.items[1].{field}", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC3 })]
    [InlineData(new byte[] { 0xE2, 0x82 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xF5, 0x80, 0x80, 0x80 })]
    public async Task Fault_31_invalid_utf8_in_csv_is_an_error_with_its_position(byte[] invalid)
    {
        string text = Response.CommitsText(Response.CommitRow(1), Response.CommitRow(2, "~"), Response.CommitRow(3));
        int position = text.IndexOf('~', StringComparison.Ordinal);
        byte[] bytes = [.. Encoding.UTF8.GetBytes(text[..position]), .. invalid, .. Encoding.UTF8.GetBytes(text[(position + 1)..])];
        await using TestServer server = await TestServer.StartAsync(
            Response.Either(Response.PageOf(3, Response.Commit()), Response.Body(200, "text/csv", bytes)));
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.InvalidData, TestClient.Csv);
        Assert.Contains("Record 2 ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', e.Message);

        using var folder = new TempFolder();
        _ = await client.FailsAsync(AiCodeErrorKind.InvalidData, () => client.Client.ExportAsync(
            AiCodeKind.Commit, TestClient.Csv, new AiCodeExportOptions { Path = folder.File() }));
        Assert.Empty(folder.Names);
    }

    [Theory]
    [InlineData("\"120\"", 120)]
    [InlineData("120.0", 120)]
    [InlineData("1.2e2", 120)]
    [InlineData("\"120.0\"", 120)]
    [InlineData("-3", -3)]
    [InlineData("2147483647", int.MaxValue)]
    public async Task Fault_32_a_number_is_read_in_any_valid_notation(string json, int number)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Page(Response.Commit(1, ("totalLinesAdded", json), ("nonAiLinesAdded", json))));
        using var client = new TestClient(server);
        AiCommit commit = Assert.Single(await client.CommitsAsync(TestClient.Json));
        Assert.Equal(number, commit.TotalLinesAdded);
        Assert.Equal(number, commit.NonAiLinesAdded);
    }

    [Theory]
    [InlineData("totalLinesAdded", "2147483648")]
    [InlineData("totalLinesAdded", "99999999999999999999999")]
    [InlineData("totalLinesAdded", "1.5")]
    [InlineData("totalLinesAdded", "\"many\"")]
    [InlineData("totalLinesAdded", "\"\"")]
    [InlineData("totalLinesAdded", "null")]
    [InlineData("totalLinesAdded", "true")]
    [InlineData("totalLinesAdded", "[]")]
    [InlineData("totalLinesAdded", null)]
    [InlineData("nonAiLinesAdded", "\"some\"")]
    [InlineData("isPrimaryBranch", "\"perhaps\"")]
    [InlineData("isPrimaryBranch", "2")]
    [InlineData("commitHash", "null")]
    [InlineData("commitHash", "\"\"")]
    [InlineData("commitHash", "{}")]
    [InlineData("commitHash", null)]
    [InlineData("userId", "[]")]
    [InlineData("createdAt", "null")]
    [InlineData("createdAt", "\"\"")]
    [InlineData("createdAt", "\"yesterday\"")]
    [InlineData("createdAt", "1.5")]
    [InlineData("createdAt", "true")]
    [InlineData("createdAt", null)]
    [InlineData("commitTs", "\"07/30/2025\"")]
    [InlineData("message", "5")]
    [InlineData("message", "[\"a\"]")]
    public async Task Fault_32_an_invalid_value_is_an_error_with_its_position(string field, string? json)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Page(Response.Commit(1), Response.Commit(2, (field, json))));
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.InvalidData, TestClient.Json);
        Assert.Contains("$.items[1]", e.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("5")]
    [InlineData("[]")]
    public async Task Fault_32_an_invalid_record_is_an_error(string item)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Page(Response.Commit(1), item));
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.InvalidData, TestClient.Json);
        Assert.Contains("$.items[1]", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[null]""")]
    [InlineData("""[{"fileName":"a.ts"}]""")]
    [InlineData("""[{"linesAdded":"x","linesDeleted":1}]""")]
    [InlineData("""{}""")]
    [InlineData(""" "text" """)]
    public async Task Fault_32_invalid_metadata_is_an_error(string metadata)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Either(
            Response.PageOf(1, Response.Change(1, ("metadata", metadata))),
            Response.Csv(Response.ChangesText($"1,user_1,one@company.com,TAB,,1,2,{Response.Time(1)},\"{metadata.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))));
        using var client = new TestClient(server);
        _ = await client.FailsAsync(AiCodeErrorKind.InvalidData, () => client.ChangesAsync(TestClient.Json));
    }

    [Fact]
    public async Task Missing_and_empty_fields_are_null()
    {
        (string Name, string? Json)[] empty = [("repoName", null), ("branchName", "null"), ("message", "\"\""), ("commitTs", "\"\""), ("isPrimaryBranch", "\"\""), ("nonAiLinesAdded", "\"\""), ("nonAiLinesDeleted", null), ("commitSource", null)];
        await using TestServer server = await TestServer.StartAsync(Response.Page(Response.Commit(1, empty)));
        using var client = new TestClient(server);
        AiCommit commit = Assert.Single(await client.CommitsAsync(TestClient.Json));
        Assert.Null(commit.RepoName);
        Assert.Null(commit.BranchName);
        Assert.Null(commit.Message);
        Assert.Null(commit.CommitTs);
        Assert.Null(commit.IsPrimaryBranch);
        Assert.Null(commit.NonAiLinesAdded);
        Assert.Null(commit.NonAiLinesDeleted);
        Assert.Null(commit.CommitSource);
    }

    [Fact]
    public async Task A_numeric_id_keeps_its_text()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Page(Response.Change(1, ("changeId", "749356201")), Response.Change(2, ("changeId", "12345678901234567890"))));
        using var client = new TestClient(server);
        Assert.Equal(["749356201", "12345678901234567890"], (await client.ChangesAsync(TestClient.Json)).Select(static change => change.ChangeId));
    }

    [Fact]
    public async Task Fault_33_a_changing_count_is_requested_again()
    {
        // The count and the records increase by one with each request.
        int requestCount = 1;
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            int page = int.Parse(context.Request.Query["page"]!, CultureInfo.InvariantCulture);
            int size = int.Parse(context.Request.Query["pageSize"]!, CultureInfo.InvariantCulture);
            int total = 10 + (requestCount < 6 ? requestCount++ : 6);
            return Response.PageOf(total, Enumerable.Range(0, total).Select(i => Response.Commit(total - i)).Skip((page - 1) * size).Take(size).ToArray())(context);
        });
        using var client = new TestClient(server);
        List<AiCommit> commits = await client.CommitsAsync(TestClient.Json with { PageSize = 4 });
        Assert.Equal(Enumerable.Range(1, 16), commits.Select(static commit => int.Parse(commit.CommitHash, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).Order());
    }

    [Fact]
    public async Task Fault_34_duplicates_are_returned_once_and_a_gap_is_an_error()
    {
        foreach (bool gap in new[] { false, true })
        {
            await using TestServer server = await TestServer.StartAsync(context =>
            {
                int page = int.Parse(context.Request.Query["page"]!, CultureInfo.InvariantCulture);
                int size = int.Parse(context.Request.Query["pageSize"]!, CultureInfo.InvariantCulture);
                int skip = Math.Max(0, ((page - 1) * size) + (page == 1 ? 0 : gap ? 2 : -2));
                return Response.PageOf(20, Enumerable.Range(1, 20).Skip(skip).Take(size).Select(static number => Response.Commit(number)).ToArray())(context);
            });
            using var client = new TestClient(server);
            if (gap)
            {
                _ = await client.CommitsFailAsync(AiCodeErrorKind.CountMismatch, TestClient.Json with { PageSize = 5 });
            }
            else
            {
                List<AiCommit> commits = await client.CommitsAsync(TestClient.Json with { PageSize = 5 });
                Assert.Equal(Enumerable.Range(1, 20).Select(Response.Hash), commits.Select(static commit => commit.CommitHash));
            }
        }
    }

    [Fact]
    public async Task Records_missing_in_the_second_pass_are_an_error()
    {
        int requestCount = 0;
        await using TestServer server = await TestServer.StartAsync(Response.Either(Response.PageOf(2, Response.Commit(1)), context =>
            Response.Csv(Response.CommitsText(++requestCount == 1 ? [Response.CommitRow(3)] : [Response.CommitRow(1), Response.CommitRow(2)]))(context)));
        using var client = new TestClient(server);
        _ = await client.CommitsFailAsync(AiCodeErrorKind.DataChanged, TestClient.Csv);
    }

    // The data of the service contains a record twice, so another pass gives the same count.
    [Theory]
    [InlineData(AiCodeTransport.Json)]
    [InlineData(AiCodeTransport.Csv)]
    [InlineData(AiCodeTransport.Auto)]
    public async Task Fault_34_a_record_that_the_service_counts_twice_is_returned_once_with_a_warning(AiCodeTransport transport)
    {
        int[] numbers = [1, 2, 3, 2, 4];
        string[] items = numbers.Select(static number => Response.Commit(number)).ToArray();
        await using TestServer server = await TestServer.StartAsync(Response.Either(
            context => (context.Request.Query["page"] == "1" ? Response.PageOf(5, items) : Response.PageOf(5))(context),
            Response.Csv(Response.CommitsText(numbers.Select(static number => Response.CommitRow(number)).ToArray()))));
        using var client = new TestClient(server);
        List<AiCommit> commits = await client.CommitsAsync(TestClient.Json with { Transport = transport });
        Assert.Equal(Enumerable.Range(1, 4).Select(Response.Hash), commits.Select(static commit => commit.CommitHash));
        Assert.Contains("1 of 5 commits", Assert.Single(client.Events.OfType<WarningEvent>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_34_a_CSV_stream_that_repeats_a_record_and_lacks_another_is_replaced_by_pages()
    {
        string[] items = Enumerable.Range(1, 4).Select(static number => Response.Commit(number)).ToArray();
        string[] rows = Enumerable.Range(1, 4).Select(static number => Response.CommitRow(number == 3 ? 2 : number)).ToArray();
        await using TestServer server = await TestServer.StartAsync(Response.Either(
            context => Response.PageOf(4, items.Skip((int.Parse(context.Request.Query["page"]!, CultureInfo.InvariantCulture) - 1) * 2).Take(2).ToArray())(context),
            Response.Csv(Response.CommitsText(rows))));
        using var client = new TestClient(server);
        List<AiCommit> commits = await client.CommitsAsync(TestClient.Auto with { PageSize = 2 });
        Assert.Equal(Enumerable.Range(1, 4).Select(Response.Hash), commits.Select(static commit => commit.CommitHash).Order(StringComparer.Ordinal));
    }

    // Overlapping pages can conceal missing records, so the count can't confirm that the records are complete.
    [Fact]
    public async Task Fault_34_overlapping_pages_do_not_explain_a_missing_record()
    {
        int[] numbers = [1, 2, 2, 4];
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            int page = int.Parse(context.Request.Query["page"]!, CultureInfo.InvariantCulture);
            int size = int.Parse(context.Request.Query["pageSize"]!, CultureInfo.InvariantCulture);
            return Response.PageOf(4, numbers.Skip((page - 1) * size).Take(size).Select(static number => Response.Commit(number)).ToArray())(context);
        });
        using var client = new TestClient(server);
        _ = await client.CommitsFailAsync(AiCodeErrorKind.CountMismatch, TestClient.Json with { PageSize = 2 });
    }

    [Fact]
    public async Task Records_of_users_without_an_id_are_distinguished_by_email_address()
    {
        string[] items = [Response.Commit(1, ("userId", null), ("userEmail", "\"ann@company.com\"")), Response.Commit(1, ("userId", null), ("userEmail", "\"ben@company.com\""))];
        await using TestServer server = await TestServer.StartAsync(Response.PageOf(2, items));
        using var client = new TestClient(server);
        Assert.Equal(["ann@company.com", "ben@company.com"], (await client.CommitsAsync(TestClient.Json)).Select(static commit => commit.UserEmail));
    }

    public static TheoryData<string, string> BadRows => new()
    {
        { "too few fields", Response.CommitRow(2).Replace(",main", "", StringComparison.Ordinal) },
        { "too many fields", Response.CommitRow(2) + ",x" },
        { "a stray quote", Response.CommitRow(2, "a\"b") },
        { "text after a quote", Response.CommitRow(2, "\"a\"b") },
        { "an empty line", "" },
        { "no ID", Response.CommitRow(2)[8..] },
        { "text instead of a number", Response.CommitRow(2).Replace("120", Secretive, StringComparison.Ordinal) },
        { "no number", Response.CommitRow(2).Replace("120", "", StringComparison.Ordinal) },
        { "a number that is too large", Response.CommitRow(2).Replace("120", "99999999999999999999999", StringComparison.Ordinal) },
        { "text instead of a Boolean", Response.CommitRow(2).Replace("true", Secretive, StringComparison.Ordinal) },
        { "text instead of a time", Response.CommitRow(2).Replace(Response.Time(2), Secretive, StringComparison.Ordinal) },
    };

    [Theory]
    [MemberData(nameof(BadRows))]
    public async Task Fault_36_45_an_invalid_row_is_an_error_with_its_number_but_not_its_text(string problem, string row)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Either(
            Response.PageOf(3, Response.Commit()), Response.Csv(Response.CommitsText(Response.CommitRow(1), row, Response.CommitRow(3)))));
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.InvalidData, TestClient.Csv);
        Assert.True(e.Message.Contains("Record 2 ", StringComparison.Ordinal), problem + ": " + e.Message);
        Assert.DoesNotContain(Secretive, e.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);

        using var folder = new TempFolder();
        e = await client.FailsAsync(AiCodeErrorKind.InvalidData, () => client.Client.ExportAsync(
            AiCodeKind.Commit, TestClient.Csv, new AiCodeExportOptions { Path = folder.File() }));
        Assert.True(e.Message.Contains("Record 2 ", StringComparison.Ordinal), problem + ", exported: " + e.Message);
        Assert.DoesNotContain(Secretive, e.ToString(), StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task Fault_45_json_errors_contain_no_user_data()
    {
        foreach (string field in new[] { "totalLinesAdded", "isPrimaryBranch", "createdAt", "nonAiLinesAdded" })
        {
            await using TestServer server = await TestServer.StartAsync(Response.Page(Response.Commit(1, (field, $"\"{Secretive}\""), ("message", $"\"{Secretive}\""))));
            using var client = new TestClient(server);
            AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.InvalidData, TestClient.Json);
            Assert.DoesNotContain(Secretive, e.ToString(), StringComparison.Ordinal);
        }
    }

    public static TheoryData<string, string> UnknownPages => new()
    {
        { $$"""{"data":[{{Response.Commit()}}],"totalPages":1}""", "$.items is missing" },
        { $$"""{"data":[{{Response.Commit()}}],"totalCount":1,"message":"{{Secretive}}"}""", "$.items is missing" },
        { $$"""{"items":[{{Response.Commit()}}]}""", "$.totalCount is missing" },
        { $$"""{"items":[{{Response.Commit()}}],"totalCount":-1}""", "$.totalCount" },
        { $$"""{"items":[{{Response.Commit()}}],"totalCount":null}""", "$.totalCount" },
        { $$"""{"items":{{Response.Commit()}},"totalCount":1}""", "$.items" },
        { $$"""{"items":null,"commits":[{{Response.Commit()}}],"totalCount":1}""", "$.items" },
        { $$"""{"commits":{{Response.PageText(1, Response.Commit())}}}""", "$.items is missing" },
        { $"[{Response.Commit()}]", "$, byte 0" },
        { Response.Commit(), "$.items is missing" },
        { Response.Commit(1, ("message", $"\"{Secretive}\"")), "$.items is missing" },
        { $$"""{"data":[{{Response.Commit()}},""", "$, byte" },
        { Response.CommitsText(Response.CommitRow(1, Secretive)), "$, byte 0" },
        { Response.CommitRow(1, Secretive), "$, byte" },
        { "one@company.com", "$, byte 0" },
    };

    [Theory]
    [MemberData(nameof(UnknownPages))]
    public async Task Trial_N05_the_error_of_an_unknown_page_names_the_property_and_quotes_no_data(string body, string expected)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Json(body));
        foreach (AiCodeTransport transport in Enum.GetValues<AiCodeTransport>())
        {
            using var client = new TestClient(server);
            AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.UnexpectedAnswer, TestClient.Days(7, transport));
            Assert.Contains(expected, e.Message, StringComparison.Ordinal);
            foreach (string value in new[] { "one@company.com", "user_1", "company/repo", Response.Hash(1), "Commit 1", Secretive })
            {
                Assert.DoesNotContain(value, e.ToString(), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("""{"code":"error","message":"Try again"}""", "Try again")]
    [InlineData("""{"error":{"code":7,"message":"Try again"}}""", "Try again")]
    [InlineData("""{"error":"Try \ud83d again"}""", "Try \uFFFD again")]
    [InlineData("<html><body>Hello, sign in</body></html>", "Hello, sign in")]
    [InlineData("upstream connect error", "upstream connect error")]
    public async Task Trial_N05_the_message_of_a_service_or_gateway_is_quoted(string body, string expected)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Json(body));
        using var client = new TestClient(server);
        Assert.Contains(expected, (await client.CommitsFailAsync(AiCodeErrorKind.UnexpectedAnswer, TestClient.Json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trial_N02_a_lone_surrogate_gives_the_same_records_with_both_transports()
    {
        string[] commits = [Response.Commit(1), Response.Commit(2, ("message", "\"half \\ud83d\""), ("repoName", "\"\\uDE00/repo\""), ("branchName", "\"b\\ud83d\""), ("x\\ud83d", "1"))];
        string row = Response.CommitRow(2, "half \uFFFD").Replace(",company/repo,main,", ",\uFFFD/repo,b\uFFFD,", StringComparison.Ordinal);
        await using TestServer server = await TestServer.StartAsync(Response.Either(Response.Page(commits), Response.Csv(Response.CommitsText(Response.CommitRow(1, "Commit 1"), row))));
        using var client = new TestClient(server);
        List<AiCommit> records = await client.CommitsAsync(TestClient.Json);
        Assert.Equal(("half \uFFFD", "\uFFFD/repo", "b\uFFFD"), (records[1].Message, records[1].RepoName, records[1].BranchName));
        Assert.Equal(await client.CommitsAsync(TestClient.Csv), records);

        const string Files = """[{"fileName":"a\ud83d.ts","fileExtension":"\uDE00","linesAdded":18,"linesDeleted":4}]""";
        await using TestServer changes = await TestServer.StartAsync(Response.Either(
            Response.Page(Response.Change(1, ("metadata", Files))),
            Response.Csv(Response.ChangesText($"749356201,user_1,one@company.com,TAB,gpt-4o,18,4,{Response.Time(1)},\"{Files.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))));
        using var other = new TestClient(changes);
        foreach (AiCodeTransport transport in new[] { AiCodeTransport.Json, AiCodeTransport.Csv })
        {
            AiCodeChange change = Assert.Single(await other.ChangesAsync(TestClient.Days(7, transport)));
            Assert.Equal(new AiCodeChangeMetadata { FileName = "a\uFFFD.ts", FileExtension = "\uFFFD", LinesAdded = 18, LinesDeleted = 4 }, Assert.Single(change.Metadata!));

            using var folder = new TempFolder();
            _ = await other.Client.ExportAsync(AiCodeKind.Change, TestClient.Days(7, transport), new AiCodeExportOptions { Path = folder.File() });
            using var metadata = System.Text.Json.JsonDocument.Parse(Assert.Single(Completeness.CsvFileText.Read(folder.File()).Column("metadata_json")));
            Assert.Equal("a\uFFFD.ts", metadata.RootElement[0].GetProperty("fileName").GetString());
            Assert.Equal("\uFFFD", metadata.RootElement[0].GetProperty("fileExtension").GetString());
        }
    }

    [Fact]
    public async Task Trial_N06_a_record_without_a_user_is_the_same_with_both_transports()
    {
        string[] commits = [Response.Commit(1), Response.Commit(2, ("userEmail", null)), Response.Commit(3, ("userId", null), ("userEmail", "null")), Response.Commit(4)];
        string[] rows =
        [
            Response.CommitRow(1, "Commit 1"),
            Response.CommitRow(2, "Commit 2").Replace("one@company.com", "", StringComparison.Ordinal),
            Response.CommitRow(3, "Commit 3").Replace("user_1,one@company.com", ",", StringComparison.Ordinal),
            Response.CommitRow(4, "Commit 4"),
        ];
        await using TestServer server = await TestServer.StartAsync(Response.Either(Response.Page(commits), Response.Csv(Response.CommitsText(rows))));
        using var client = new TestClient(server);
        List<AiCommit> records = await client.CommitsAsync(TestClient.Json);
        Assert.Equal([("user_1", "one@company.com"), ("user_1", null), (null, null), ("user_1", "one@company.com")], records.Select(static record => (record.UserId, record.UserEmail)));
        Assert.Equal(await client.CommitsAsync(TestClient.Csv), records);
    }

    [Fact]
    public async Task Trial_N06_records_without_a_user_are_the_same_without_the_columns()
    {
        string header = Response.CommitHeader.Replace("user_id,user_email,", "", StringComparison.Ordinal);
        string row = Response.CommitRow(1, "Commit 1").Replace("user_1,one@company.com,", "", StringComparison.Ordinal);
        await using TestServer server = await TestServer.StartAsync(Response.Either(
            Response.Page(Response.Commit(1, ("userId", null), ("userEmail", null))), Response.Csv(header + "\n" + row + "\n")));
        using var client = new TestClient(server);
        Assert.Equal(await client.CommitsAsync(TestClient.Json), await client.CommitsAsync(TestClient.Csv));

        await using TestServer changes = await TestServer.StartAsync(Response.Either(
            Response.Page(Response.Change(1, ("userId", null), ("userEmail", null), ("source", null), ("metadata", null))),
            Response.Csv($"change_id,model,total_lines_added,total_lines_deleted,created_at\n749356201,gpt-4o,18,4,{Response.Time(1)}\n")));
        using var other = new TestClient(changes);
        Assert.Equal(await other.ChangesAsync(TestClient.Json), await other.ChangesAsync(TestClient.Csv));
    }

    [Theory]
    [InlineData("totalLinesAdded")]
    [InlineData("composerLinesDeleted")]
    [InlineData("commitHash")]
    [InlineData("createdAt")]
    public async Task Trial_N06_a_missing_required_property_is_named_with_its_record(string name)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Page(
            Enumerable.Range(1, 20).Select(number => number == 13 ? Response.Commit(number, (name, null)) : Response.Commit(number)).ToArray()));
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.InvalidData, TestClient.Json);
        Assert.Contains($"items[12].{name} is missing", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("one@company.com", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_36_a_missing_required_column_is_an_error_that_names_it()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Either(
            OneCommit, Response.Csv(Response.CommitsText(Response.CommitRow(1)).Replace(",created_at", ",ingested_at", StringComparison.Ordinal))));
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.InvalidData, TestClient.Csv);
        Assert.Contains("created_at", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_36_a_duplicate_column_is_an_error()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Either(
            OneCommit, Response.Csv(Response.CommitHeader + ",message\n" + Response.CommitRow(1) + ",x\n")));
        using var client = new TestClient(server);
        _ = await client.CommitsFailAsync(AiCodeErrorKind.InvalidData, TestClient.Csv);
    }

    [Fact]
    public async Task Fault_35_a_header_is_case_insensitive()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Either(
            OneCommit, Response.Csv(Response.CommitHeader.ToUpperInvariant() + "\n" + Response.CommitRow(1) + "\n")));
        using var client = new TestClient(server);
        Assert.Equal(Response.Hash(1), Assert.Single(await client.CommitsAsync(TestClient.Csv)).CommitHash);
    }

    [Fact]
    public async Task Fault_35_spaces_around_a_column_name_are_ignored()
    {
        string header = Response.CommitHeader.Replace(",message,", ", message ,", StringComparison.Ordinal);
        await using TestServer server = await TestServer.StartAsync(Response.Either(OneCommit, Response.Csv(header + "\n" + Response.CommitRow(1, "words") + "\n")));
        using var client = new TestClient(server);
        Assert.Equal("words", Assert.Single(await client.CommitsAsync(TestClient.Csv)).Message);

        using var folder = new TempFolder();
        _ = await client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Csv, new AiCodeExportOptions { Path = folder.File() });
        Assert.Equal(header + "\n" + Response.CommitRow(1, "words") + "\n", await System.IO.File.ReadAllTextAsync(folder.File()));
    }

    [Fact]
    public async Task Fault_35_a_column_that_is_new_in_a_later_response_is_reported()
    {
        int streams = 0;
        await using TestServer server = await TestServer.StartAsync(Response.Either(Response.PageOf(1, Response.Commit()), context =>
        {
            string more = streams++ == 0 ? "" : ",in_a_new_column";
            return Response.Csv(Response.CommitHeader + more + "\n" + Response.CommitRow(streams) + more + "\n")(context);
        }));
        using var client = new TestClient(server);
        using var folder = new TempFolder();
        foreach (bool append in new[] { false, true })
        {
            AiCodeExport export = await client.Client.ExportAsync(
                AiCodeKind.Commit, TestClient.Days(append ? 2 : 40, AiCodeTransport.Csv), new AiCodeExportOptions { Path = folder.File(), Append = append });
            Assert.Equal(append ? 3 : 2, export.TotalRecordCount);
            Assert.Contains("in_a_new_column", Assert.Single(client.Events.OfType<WarningEvent>().Skip(append ? 1 : 0)).Message, StringComparison.Ordinal);
        }

        Assert.Equal(Response.CommitsText(Response.CommitRow(1), Response.CommitRow(2), Response.CommitRow(3)), await System.IO.File.ReadAllTextAsync(folder.File()));
    }

    [Fact]
    public async Task Fault_43_branches_that_differ_by_an_apostrophe_are_distinct()
    {
        string[] branches = ["=x", "'=x"];
        string[] rows = branches.Select(static branch => Response.CommitRow(1).Replace(",main,", $",{branch},", StringComparison.Ordinal)).ToArray();
        await using TestServer server = await TestServer.StartAsync(Response.Either(Response.PageOf(2, Response.Commit()), Response.Csv(Response.CommitsText(rows))));
        using var client = new TestClient(server);
        Assert.Equal(branches, (await client.CommitsAsync(TestClient.Csv)).Select(static commit => commit.BranchName));
        using var folder = new TempFolder();
        _ = await client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Csv, new AiCodeExportOptions { Path = folder.File() });
        Assert.Equal(Response.CommitsText(rows), await System.IO.File.ReadAllTextAsync(folder.File()));
    }

    [Fact]
    public async Task Fault_37_a_truncated_but_well_formed_last_field_is_detected()
    {
        string text = Response.CommitsText(Response.CommitRow(1), Response.CommitRow(2));
        foreach (string cut in new[] { text[..^1], text[..^2], text[..^6] })
        {
            await using TestServer server = await TestServer.StartAsync(Response.Either(Response.PageOf(2, Response.Commit()), Response.Csv(cut)));
            using var client = new TestClient(server);
            _ = await client.CommitsFailAsync(AiCodeErrorKind.IncompleteAnswer, TestClient.Csv);
        }
    }

    [Theory]
    [InlineData(AiCodeTransport.Json)]
    [InlineData(AiCodeTransport.Csv)]
    public async Task Fault_38_a_field_of_100_megabytes_is_an_error_and_is_not_buffered(AiCodeTransport transport)
    {
        byte[] megabyte = Enumerable.Repeat((byte)'x', 1_000_000).ToArray();
        async Task Huge(HttpContext context, string start)
        {
            await context.Response.WriteAsync(start);
            for (int i = 0; i < 100; i++)
            {
                await context.Response.Body.WriteAsync(megabyte, context.RequestAborted);
            }
        }

        bool csv = transport == AiCodeTransport.Csv;
        await using TestServer server = await TestServer.StartAsync(Response.Either(
            csv ? Response.PageOf(1, Response.Commit()) : context => Huge(context, """{"items":[{"message":" """),
            context =>
            {
                context.Response.ContentType = "text/csv";
                return Huge(context, Response.CommitHeader + "\n\"");
            }));
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(TestClient.Days(7, transport));
        Assert.Equal(AiCodeErrorKind.InvalidData, e.Kind);

        // The client didn't buffer what it didn't read. Other tests measure the memory of a process.
        Assert.True(client.Events.OfType<RequestEvent>().Max(static item => item.Bytes) < (csv ? 40_000_000 : 20_000_000));
    }

    [Theory]
    [InlineData("{\"items\":[{\"message\":[", AiCodeErrorKind.InvalidData, 34_000_000)]
    [InlineData("{\"more\":[", AiCodeErrorKind.UnexpectedAnswer, 34_000_000)]
    [InlineData("<html>", AiCodeErrorKind.UnexpectedAnswer, 20_000_000)]
    public async Task Fault_38_an_endless_page_is_an_error(string start, AiCodeErrorKind kind, long maxBytes)
    {
        byte[] many = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("[1,2,\"x\"],", 100_000)));
        await using TestServer server = await TestServer.StartAsync(async context =>
        {
            await context.Response.WriteAsync(start);
            for (int i = 0; i < 100; i++)
            {
                await context.Response.Body.WriteAsync(many, context.RequestAborted);
            }
        });
        using var client = new TestClient(server);
        _ = await client.CommitsFailAsync(kind, TestClient.Json);
        Assert.InRange(client.Events.OfType<RequestEvent>().Max(static item => item.Bytes), 0, maxBytes);
    }

    [Fact]
    public async Task A_text_of_a_megabyte_and_a_page_of_ten_megabytes_are_read()
    {
        string message = new string('x', 600_000) + "\\\"" + new string('y', 600_000);
        await using TestServer server = await TestServer.StartAsync(Response.Page(Enumerable.Range(1, 8).Select(number => Response.Commit(number, ("message", $"\"{message}\""))).ToArray()));
        using var client = new TestClient(server);
        List<AiCommit> commits = await client.CommitsAsync(TestClient.Json);
        Assert.Equal(8, commits.Count);
        Assert.All(commits, commit => Assert.Equal(message.Replace("\\", "", StringComparison.Ordinal), commit.Message));
    }

    [Theory]
    [InlineData(500, false)]
    [InlineData(500, true)]
    [InlineData(100, false)]
    [InlineData(100, true)]
    [InlineData(7, false)]
    public async Task Fault_47_all_records_are_read_if_the_page_size_is_clamped_or_rejected(int maxPageSize, bool rejects)
    {
        const int Count = 1234;
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            int page = int.Parse(context.Request.Query["page"]!, CultureInfo.InvariantCulture);
            int size = int.Parse(context.Request.Query["pageSize"]!, CultureInfo.InvariantCulture);
            if (rejects && size > maxPageSize)
            {
                return Response.Status(400, $$"""{"error":"Bad Request","message":"Page size must be between 1 and {{maxPageSize}}"}""")(context);
            }

            size = Math.Min(size, maxPageSize);
            IEnumerable<string> items = Enumerable.Range(1, Count).Skip((page - 1) * size).Take(size).Select(static number => Response.Commit(number));
            return Response.Json($$"""{"items":[{{string.Join(",", items)}}],"totalCount":{{Count}},"page":{{page}},"pageSize":{{size}}}""")(context);
        });
        using var client = new TestClient(server);
        List<AiCommit> commits = await client.CommitsAsync(TestClient.Json with { PageSize = 1000 });
        Assert.Equal(Enumerable.Range(1, Count).Select(Response.Hash), commits.Select(static commit => commit.CommitHash));
    }

    [Fact]
    public async Task A_BOM_before_json_is_skipped()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Json("\uFEFF" + Response.PageText(1, Response.Commit())));
        using var client = new TestClient(server);
        Assert.Single(await client.CommitsAsync(TestClient.Json));
    }
}
