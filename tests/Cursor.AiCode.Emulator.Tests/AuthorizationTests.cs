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
    public async Task The_key_as_the_user_name_with_an_empty_password_is_let_in()
    {
        await using Emulated it = await Emulated.StartAsync();
        using HttpResponseMessage response = await it.GetAsync(Emulated.Commits);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(KeyKind.Accepted, it.Server.Requests.Single().Key);
    }

    [Fact]
    public async Task Each_way_to_be_refused_has_a_message_of_its_own()
    {
        await using Emulated it = await Emulated.StartAsync();
        var answers = new[]
        {
            await it.ErrorAsync(Emulated.Commits, noKey: true),
            await it.ErrorAsync(Emulated.Commits, Emulated.Basic("key_of_no_one")),
            await it.ErrorAsync(Emulated.Commits, Emulated.Basic(EmulatorKeys.User)),
            await it.ErrorAsync(Emulated.Commits, Emulated.Basic(EmulatorKeys.NotEnterprise)),
            await it.ErrorAsync(Emulated.Commits, Emulated.Basic(EmulatorKeys.MissingScope)),
            await it.ErrorAsync(Emulated.Commits, Emulated.Basic(it.Server.ApiKey, "password")),
        };
        Assert.All(answers, a => Assert.Equal(401, a.Status));
        Assert.Equal(answers.Length, answers.Select(a => a.Message).Distinct().Count());
        Assert.Equal("Invalid API key", answers[1].Message);
        Assert.Contains("user API key", answers[2].Message, System.StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Enterprise", answers[3].Message, System.StringComparison.Ordinal);
        Assert.Contains("analytics:read", answers[4].Message, System.StringComparison.Ordinal);
        KeyKind[] kinds = [KeyKind.None, KeyKind.Wrong, KeyKind.User, KeyKind.NotEnterprise, KeyKind.MissingScope, KeyKind.Malformed];
        Assert.Equal(kinds, it.Server.Requests.Select(r => r.Key));
    }

    [Theory]
    [InlineData("Bearer", "key")]
    [InlineData("Basic", "not base64!")]
    [InlineData("Basic", "a2V5")] // "key", no colon
    [InlineData("Basic", "Og==")] // ":", no key
    public async Task Other_schemes_and_broken_headers_are_refused(string scheme, string parameter)
    {
        await using Emulated it = await Emulated.StartAsync();
        (int status, _) = await it.ErrorAsync(Emulated.ChangesCsv, new AuthenticationHeaderValue(scheme, parameter));
        Assert.Equal(401, status);
    }

    [Fact]
    public async Task A_team_without_the_plan_or_a_key_without_the_scope_may_get_403()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { NotEnterpriseStatus = 403, MissingScopeStatus = 403 });
        Assert.Equal(403, (await it.ErrorAsync(Emulated.Commits, Emulated.Basic(EmulatorKeys.NotEnterprise))).Status);
        Assert.Equal(403, (await it.ErrorAsync(Emulated.Commits, Emulated.Basic(EmulatorKeys.MissingScope))).Status);
    }

    [Fact]
    public async Task A_key_of_ones_own_takes_the_place_of_the_seeds()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { ApiKey = "crsr_mine" });
        Assert.Equal("crsr_mine", it.Server.ApiKey);
        using HttpResponseMessage response = await it.GetAsync(Emulated.Commits);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_placeholder_with_an_accent_is_known_in_latin1_too()
    {
        await using Emulated it = await Emulated.StartAsync();
        string pair = System.Convert.ToBase64String(Encoding.Latin1.GetBytes("TA_CLÉ_API:"));
        it.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", pair);
        using HttpResponseMessage response = await it.GetAsync(Emulated.Commits);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(KeyKind.Placeholder, it.Server.Requests.Single().Key);
    }
}
