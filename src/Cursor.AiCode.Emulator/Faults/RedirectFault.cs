using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>A redirect to where a function of the request says; null answers the request as it is.</summary>
internal sealed class RedirectFault(Func<FaultContext, string?> target) : Fault
{
    /// <summary>Back to where the request came.</summary>
    public static string? Loop(FaultContext context) => context.Http.Request.Path + context.Http.Request.QueryString;

    /// <summary>To another path of this server, which answers.</summary>
    public static string? SameOrigin(FaultContext context) =>
        context.Http.Request.Path == context.Endpoint.DownloadPath
            ? null
            : context.Endpoint.DownloadPath + context.Http.Request.QueryString;

    /// <summary>To another origin, at the path of the request unless the address has one of its own.</summary>
    public static Func<FaultContext, string?> To(string? address) => context =>
    {
        var uri = new Uri(address ?? "https://other-origin.invalid/");
        return uri.PathAndQuery != "/" ? uri.ToString() : uri.GetLeftPart(UriPartial.Authority) + Loop(context);
    };

    /// <inheritdoc/>
    public override Task<bool> RespondAsync(FaultContext context)
    {
        if (target(context) is not string location)
        {
            return Task.FromResult(false);
        }

        context.Http.Response.StatusCode = StatusCodes.Status302Found;
        context.Http.Response.Headers.Location = location;
        return Task.FromResult(true);
    }
}
