using System;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>What a request asks for, once its parameters are read.</summary>
/// <param name="Start">From when; UTC.</param>
/// <param name="End">Until before when; UTC.</param>
/// <param name="Page">Which page, from 1; 1 for CSV.</param>
/// <param name="PageSize">How many records a page holds.</param>
/// <param name="User">The user as the query names it, or null for all.</param>
internal sealed record Query(DateTimeOffset Start, DateTimeOffset End, int Page, int PageSize, string? User);
