using System;
using System.Text.Json.Nodes;
using Cursor.AiCode.Emulator.Api;
using Cursor.AiCode.Emulator.Formatting;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>Records that are not as documented: in JSON pages, in CSV, or in both.</summary>
/// <param name="editPage">Changes a page, or null where pages are right.</param>
/// <param name="createEdit">Makes what changes a CSV body, or null where it is right.</param>
internal sealed class RecordFault(Action<JsonObject>? editPage, Func<ICsvEdit>? createEdit) : Fault
{
    /// <inheritdoc/>
    public override bool EditsPages => editPage is not null;

    /// <inheritdoc/>
    public override bool AppliesTo(ApiEndpoint endpoint) => endpoint.IsCsv ? createEdit is not null : editPage is not null;

    /// <inheritdoc/>
    public override void EditPage(JsonObject page) => editPage?.Invoke(page);

    /// <inheritdoc/>
    public override ICsvEdit? CreateCsvEdit() => createEdit?.Invoke();
}
