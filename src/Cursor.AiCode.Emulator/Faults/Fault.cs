using System.IO;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator.Api;
using Cursor.AiCode.Emulator.Formatting;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>
/// Something that goes wrong with an answer. A fault is played on requests that would otherwise be
/// answered well: they have passed authorization, limit and the check of their parameters.
/// </summary>
internal abstract class Fault
{
    /// <summary>Compress the body, for a client that accepts it.</summary>
    public virtual bool Compresses => false;

    /// <summary>The body's length cannot be told beforehand.</summary>
    public virtual bool ChangesLength => false;

    /// <summary>Whether <see cref="EditPage"/> does anything.</summary>
    public virtual bool EditsPages => false;

    /// <summary>Whether it has any effect at an endpoint; where not, it waits for another request.</summary>
    public virtual bool AppliesTo(ApiEndpoint endpoint) => true;

    /// <summary>Gives another answer in the place of the right one. False where the right one is to be given.</summary>
    public virtual Task<bool> RespondAsync(FaultContext context) => Task.FromResult(false);

    /// <summary>Changes the headers of an answer that is otherwise right.</summary>
    public virtual void EditHeaders(HttpResponse response, FaultContext context)
    {
    }

    /// <summary>Changes where a JSON page begins and the total that it names.</summary>
    public virtual void Shift(int page, ref long skip, ref long totalCount)
    {
    }

    /// <summary>Changes a JSON page.</summary>
    public virtual void EditPage(JsonObject page)
    {
    }

    /// <summary>How the records of one CSV body are spoiled, or null.</summary>
    public virtual ICsvEdit? CreateCsvEdit() => null;

    /// <summary>Puts itself between the body and the wire.</summary>
    public virtual Stream Wrap(Stream body, FaultContext context) => body;
}
