using System;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>The parameters of a request.</summary>
/// <param name="Start">The start of the date range, inclusive; UTC.</param>
/// <param name="End">The end of the date range, exclusive; UTC.</param>
/// <param name="Page">The page, from 1; always 1 for CSV.</param>
/// <param name="PageSize">The number of records in a page.</param>
/// <param name="User">The user as the request names it, or null for all users.</param>
internal sealed record Query(DateTimeOffset Start, DateTimeOffset End, int Page, int PageSize, string? User)
{
    /// <summary>The number of records before the page.</summary>
    public long Skip => (Page - 1L) * PageSize;
}

/// <summary>Parses and validates the parameters of a request. Unknown parameters are ignored.</summary>
internal sealed class QueryReader(EmulatorOptions options)
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1000;

    /// <summary>Parses the parameters.</summary>
    /// <returns>Null, or why the request is refused.</returns>
    public ApiError? TryRead(IQueryCollection parameters, bool isCsv, DateTimeOffset now, out Query query)
    {
        DateTimeOffset start = now.AddDays(-7);
        DateTimeOffset end = now;
        int page = 1;
        int pageSize = Math.Min(DefaultPageSize, options.PageSizeCap);
        ApiError? error = ReadDate(parameters, "startDate", now, ref start)
            ?? ReadDate(parameters, "endDate", now, ref end)
            ?? CheckRange(start, end)
            ?? (isCsv ? null : ReadPage(parameters, ref page, ref pageSize));
        string? user = parameters.TryGetValue("user", out StringValues users) ? users[0]?.Trim() : null;
        query = new Query(start, end, page, pageSize, user);
        return error
            ?? (user?.Length == 0 ? ApiError.BadRequest("Invalid user: expected an email, an encoded ID or a numeric ID") : null);
    }

    private static ApiError? ReadDate(IQueryCollection parameters, string name, DateTimeOffset now, ref DateTimeOffset date) =>
        !parameters.TryGetValue(name, out StringValues values) || DateParameter.TryParse(values[0] ?? "", now, out date)
            ? null
            : ApiError.BadRequest("Invalid " + name + ": " + DateParameter.Expected);

    private static bool TryReadNumber(IQueryCollection parameters, string name, ref int number) =>
        !parameters.TryGetValue(name, out StringValues values)
            || (int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1);

    private static ApiError InvalidPageSize(int max) =>
        ApiError.BadRequest(string.Create(CultureInfo.InvariantCulture, $"Invalid pageSize: expected a number from 1 to {max}"));

    private ApiError? ReadPage(IQueryCollection parameters, ref int page, ref int pageSize)
    {
        if (!TryReadNumber(parameters, "page", ref page))
        {
            return ApiError.BadRequest("Invalid page: expected a number from 1");
        }

        if (!TryReadNumber(parameters, "pageSize", ref pageSize) || pageSize > MaxPageSize)
        {
            return InvalidPageSize(MaxPageSize);
        }

        if (pageSize > options.PageSizeCap && options.PageSizeCapMode == PageSizeCapMode.Error)
        {
            return InvalidPageSize(options.PageSizeCap);
        }

        pageSize = Math.Min(pageSize, options.PageSizeCap);
        return null;
    }

    private ApiError? CheckRange(DateTimeOffset start, DateTimeOffset end)
    {
        if (start > end)
        {
            return ApiError.BadRequest("Invalid date range: startDate is after endDate");
        }

        if (options.MaxRangeDays is not int days)
        {
            return null;
        }

        bool isTooLong = options.RangeModel switch
        {
            RangeModel.Dates => (end.UtcDateTime.Date - start.UtcDateTime.Date).Days + 1 > days,
            RangeModel.Exclusive => end - start >= TimeSpan.FromDays(days),
            _ => end - start > TimeSpan.FromDays(days),
        };
        return isTooLong
            ? ApiError.BadRequest(string.Create(CultureInfo.InvariantCulture, $"Date range cannot exceed {days} days"))
            : null;
    }
}
