using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests;

public sealed class AuthorizationTests
{
    [Fact]
    public async Task The_key_as_user_name_with_an_empty_password_is_accepted()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        using HttpResponseMessage response = await emulator.GetAsync(TestEmulator.Commits);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(KeyKind.Accepted, emulator.Server.Requests.Single().Key);
    }

    [Fact]
    public async Task Each_invalid_key_has_its_own_message()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        var errors = new[]
        {
            await emulator.ErrorAsync(TestEmulator.Commits, noKey: true),
            await emulator.ErrorAsync(TestEmulator.Commits, TestEmulator.Basic("key_of_no_one")),
            await emulator.ErrorAsync(TestEmulator.Commits, TestEmulator.Basic(EmulatorKeys.User)),
            await emulator.ErrorAsync(TestEmulator.Commits, TestEmulator.Basic(EmulatorKeys.NotEnterprise)),
            await emulator.ErrorAsync(TestEmulator.Commits, TestEmulator.Basic(EmulatorKeys.MissingScope)),
            await emulator.ErrorAsync(TestEmulator.Commits, TestEmulator.Basic(emulator.Server.ApiKey, "password")),
        };
        Assert.All(errors, a => Assert.Equal(401, a.Status));
        Assert.Equal(errors.Length, errors.Select(a => a.Message).Distinct().Count());
        Assert.Equal("Invalid API key", errors[1].Message);
        Assert.Contains("user API key", errors[2].Message, System.StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Enterprise", errors[3].Message, System.StringComparison.Ordinal);
        Assert.Contains("analytics:read", errors[4].Message, System.StringComparison.Ordinal);
        KeyKind[] kinds = [KeyKind.None, KeyKind.Wrong, KeyKind.User, KeyKind.NotEnterprise, KeyKind.MissingScope, KeyKind.Malformed];
        Assert.Equal(kinds, emulator.Server.Requests.Select(r => r.Key));
    }

    [Theory]
    [InlineData("Bearer", "key")]
    [InlineData("Basic", "not base64!")]
    [InlineData("Basic", "a2V5")] // "key", no colon
    [InlineData("Basic", "Og==")] // ":", no key
    public async Task Other_schemes_and_malformed_headers_are_rejected(string scheme, string parameter)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        (int status, _) = await emulator.ErrorAsync(TestEmulator.ChangesCsv, new AuthenticationHeaderValue(scheme, parameter));
        Assert.Equal(401, status);
    }

    [Fact]
    public async Task NotEnterprise_and_missing_scope_can_be_403()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { NotEnterpriseStatus = 403, MissingScopeStatus = 403 });
        Assert.Equal(403, (await emulator.ErrorAsync(TestEmulator.Commits, TestEmulator.Basic(EmulatorKeys.NotEnterprise))).Status);
        Assert.Equal(403, (await emulator.ErrorAsync(TestEmulator.Commits, TestEmulator.Basic(EmulatorKeys.MissingScope))).Status);
    }

    [Fact]
    public async Task ApiKey_replaces_the_generated_key()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { ApiKey = "crsr_mine" });
        Assert.Equal("crsr_mine", emulator.Server.ApiKey);
        using HttpResponseMessage response = await emulator.GetAsync(TestEmulator.Commits);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_placeholder_with_an_accent_is_accepted_in_latin1()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string pair = System.Convert.ToBase64String(Encoding.Latin1.GetBytes("TA_CLÉ_API:"));
        emulator.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", pair);
        using HttpResponseMessage response = await emulator.GetAsync(TestEmulator.Commits);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(KeyKind.Placeholder, emulator.Server.Requests.Single().Key);
    }
}
