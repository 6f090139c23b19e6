using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests.Faults;

public sealed class RedirectFaultTests
{
    private const string Requested = TestEmulator.Commits + "?startDate=3d&user=1";

    [Theory]
    [InlineData("redirect-loop", Requested)]
    [InlineData("redirect-other-origin", "https://other-origin.invalid" + Requested)]
    [InlineData("redirect-other-origin:http://127.0.0.1:5001/:1", "http://127.0.0.1:5001" + Requested)]
    [InlineData("redirect-other-origin:https://example.invalid/there?x=1", "https://example.invalid/there?x=1")]
    [InlineData("redirect-other-origin:file:///etc/hostname", "file:///etc/hostname")]
    public async Task A_redirect_has_the_given_location(string fault, string location)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = [fault] });
        using HttpResponseMessage response = await emulator.GetAsync(Requested);
        Assert.Equal(302, (int)response.StatusCode);
        Assert.Equal(location, response.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData(Requested)]
    [InlineData(TestEmulator.ChangesCsv + "?startDate=1d")]
    public async Task A_same_origin_redirect_target_requires_the_key(string path)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string right = await emulator.TextAsync(path);
        emulator.Server.AddFault("redirect-same-origin");
        using HttpResponseMessage response = await emulator.GetAsync(path);
        string target = response.Headers.Location!.OriginalString;
        Assert.Equal(401, (await emulator.ErrorAsync(target, noKey: true)).Status);
        Assert.Equal(right, await emulator.TextAsync(target));
    }
}
