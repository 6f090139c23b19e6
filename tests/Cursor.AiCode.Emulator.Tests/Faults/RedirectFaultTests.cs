using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests.Faults;

public sealed class RedirectFaultTests
{
    private const string Asked = Emulated.Commits + "?startDate=3d&user=1";

    [Theory]
    [InlineData("redirect-loop", Asked)]
    [InlineData("redirect-other-origin", "https://other-origin.invalid" + Asked)]
    [InlineData("redirect-other-origin:http://127.0.0.1:5001/:1", "http://127.0.0.1:5001" + Asked)]
    [InlineData("redirect-other-origin:https://example.invalid/there?x=1", "https://example.invalid/there?x=1")]
    [InlineData("redirect-other-origin:file:///etc/hostname", "file:///etc/hostname")]
    public async Task A_redirect_leads_where_it_is_told_to(string fault, string location)
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = [fault] });
        using HttpResponseMessage response = await it.GetAsync(Asked);
        Assert.Equal(302, (int)response.StatusCode);
        Assert.Equal(location, response.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData(Asked)]
    [InlineData(Emulated.ChangesCsv + "?startDate=1d")]
    public async Task Within_the_origin_the_target_answers_with_the_key_and_refuses_without(string path)
    {
        await using Emulated it = await Emulated.StartAsync();
        string right = await it.TextAsync(path);
        it.Server.AddFault("redirect-same-origin");
        using HttpResponseMessage response = await it.GetAsync(path);
        string target = response.Headers.Location!.OriginalString;
        Assert.Equal(401, (await it.ErrorAsync(target, noKey: true)).Status);
        Assert.Equal(right, await it.TextAsync(target));
    }
}
