using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>A redirect to where a function of the request says; null answers the request as it is.</summary>
internal sealed class RedirectFault(Func<FaultScene, string?> target) : Fault
{
    /// <summary>Back to where the request came.</summary>
    public static string? Loop(FaultScene scene) => scene.Context.Request.Path + scene.Context.Request.QueryString;

    /// <summary>To another path of this server, which answers.</summary>
    public static string? SameOrigin(FaultScene scene) =>
        scene.Context.Request.Path == scene.Endpoint.DownloadPath
            ? null
            : scene.Endpoint.DownloadPath + scene.Context.Request.QueryString;

    /// <summary>To another origin, at the path of the request unless the address has one of its own.</summary>
    public static Func<FaultScene, string?> To(string? address) => scene =>
    {
        var uri = new Uri(address ?? "https://other-origin.invalid/");
        return uri.PathAndQuery != "/" ? uri.ToString() : uri.GetLeftPart(UriPartial.Authority) + Loop(scene);
    };

    /// <inheritdoc/>
    public override Task<bool> AnswerAsync(FaultScene scene)
    {
        if (target(scene) is not string location)
        {
            return Task.FromResult(false);
        }

        scene.Context.Response.StatusCode = StatusCodes.Status302Found;
        scene.Context.Response.Headers.Location = location;
        return Task.FromResult(true);
    }
}
