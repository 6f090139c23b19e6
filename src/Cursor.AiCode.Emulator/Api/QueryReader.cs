using System;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>Reads a query, and says what is wrong with it. Parameters that it does not know are let be.</summary>
internal sealed class QueryReader(EmulatorOptions options)
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1000;

    /// <summary>Reads a query.</summary>
    /// <returns>Null, or why it is refused.</returns>
    public ApiError? TryRead(IQueryCollection parameters, bool isCsv, DateTimeOffset now, out Query query)
    {
        query = new Query(now.AddDays(-7), now, 1, Math.Min(DefaultPageSize, options.PageSizeCap), null);
        DateTimeOffset start = query.Start;
        DateTimeOffset end = now;
        int page = 1;
        int pageSize = query.PageSize;
        ApiError? error = ReadDate(parameters, "startDate", now, ref start)
            ?? ReadDate(parameters, "endDate", now, ref end)
            ?? CheckRange(start, end)
            ?? (isCsv ? null : ReadNumber(parameters, "page", int.MaxValue, ref page))
            ?? (isCsv ? null : ReadNumber(parameters, "pageSize", MaxPageSize, ref pageSize));
        if (error is null && pageSize > options.PageSizeCap)
        {
            if (options.PageSizeCapMode == PageSizeCapMode.Error)
            {
                return TooLarge(options.PageSizeCap);
            }

            pageSize = options.PageSizeCap;
        }

        string? user = parameters.TryGetValue("user", out StringValues users) ? users[0] : null;
        error ??= user?.Trim().Length == 0 ? ApiError.BadRequest("Invalid user: expected an email, an encoded ID or a numeric ID") : null;
        query = new Query(start, end, page, pageSize, user);
        return error;
    }

    private static ApiError TooLarge(int most) =>
        ApiError.BadRequest("Invalid pageSize: expected a number from 1 to " + most.ToString(CultureInfo.InvariantCulture));

    private static ApiError? ReadDate(IQueryCollection parameters, string name, DateTimeOffset now, ref DateTimeOffset instant)
    {
        if (!parameters.TryGetValue(name, out StringValues values))
        {
            return null;
        }

        return DateParameter.TryRead(values[0] ?? "", now, out instant)
            ? null
            : ApiError.BadRequest("Invalid " + name + ": " + DateParameter.Expected);
    }

    private static ApiError? ReadNumber(IQueryCollection parameters, string name, int most, ref int number)
    {
        if (!parameters.TryGetValue(name, out StringValues values))
        {
            return null;
        }

        if (int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1 && number <= most)
        {
            return null;
        }

        return most == MaxPageSize ? TooLarge(most) : ApiError.BadRequest("Invalid " + name + ": expected a number from 1");
    }

    private ApiError? CheckRange(DateTimeOffset start, DateTimeOffset end)
    {
        if (start > end)
        {
            return ApiError.BadRequest("Invalid date range: startDate is after endDate");
        }

        return options.MaxRangeDays is int days && end - start > TimeSpan.FromDays(days)
            ? ApiError.BadRequest(
                "Invalid date range: it cannot exceed " + days.ToString(CultureInfo.InvariantCulture) + " days")
            : null;
    }
}
