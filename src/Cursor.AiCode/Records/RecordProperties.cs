using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using Cursor.AiCode.Serialization;

namespace Cursor.AiCode.Records;

/// <summary>
/// The properties of an object that isn't a record of this session: one from a job, from <c>Import-Clixml</c>, or a row of
/// <c>Import-Csv</c>. Names are compared without underscores and case, so that <c>created_at</c> is <c>CreatedAt</c>.
/// </summary>
internal sealed class RecordProperties
{
    private readonly Dictionary<string, PSPropertyInfo> _properties = new(StringComparer.OrdinalIgnoreCase);

    // Properties whose names are equal to that of an earlier one, such as UserEmail beside user_email.
    private readonly Dictionary<string, PSPropertyInfo>? _others;

    public RecordProperties(PSObject source)
    {
        foreach (PSPropertyInfo property in source.Properties)
        {
            string name = property.Name.Trim().Replace("_", "");
            if (!_properties.ContainsKey(name))
            {
                _properties[name] = property;
            }
            else
            {
                _others ??= new(StringComparer.OrdinalIgnoreCase);
                _others[name] = property;
            }
        }
    }

    /// <summary>Whether there is a property of this name.</summary>
    public bool Contains(string name) => _properties.ContainsKey(name);

    /// <summary>Returns the names of the properties that aren't among <paramref name="known"/>.</summary>
    public IEnumerable<string> Except(IEnumerable<string> known)
    {
        var names = new HashSet<string>(known, StringComparer.OrdinalIgnoreCase);
        return _properties.Where(property => !names.Contains(property.Key)).Select(static property => property.Value.Name);
    }

    /// <summary>Returns a text; null if it is missing or empty.</summary>
    public string? Text(string name)
    {
        string? text = Convert.ToString(Value(name), CultureInfo.InvariantCulture);
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>Returns a text that must not be missing, and isn't a number that a spreadsheet program rounded.</summary>
    public string Identifier(string name) => Text(name) is not { } text ? throw Invalid(name, "is missing")
        : FieldText.IsScientific(text) ? throw Invalid(name, "is a number in scientific notation, so digits of the ID are missing")
        : text;

    /// <summary>Returns a number of lines.</summary>
    public int Count(string name) => OptionalCount(name) ?? throw Invalid(name, "is missing");

    /// <summary>Returns a number of lines; null if it is missing.</summary>
    public int? OptionalCount(string name) => Text(name) is not { } text ? null
        : FieldText.TryReadCount(text, out int count) ? count
        : throw Invalid(name, "isn't a number of lines");

    /// <summary>Returns a Boolean; null if it is missing.</summary>
    public bool? Flag(string name) => Value(name) is bool flag ? flag
        : Text(name) is not { } text ? null
        : FieldText.TryReadFlag(text, out bool? read) ? read
        : throw Invalid(name, "is neither true nor false");

    /// <summary>Returns a time as local time.</summary>
    public DateTime Time(string name) => OptionalTime(name) ?? throw Invalid(name, "is missing");

    /// <summary>Returns a time as local time; null if it is missing.</summary>
    public DateTime? OptionalTime(string name) => Value(name) switch
    {
        DateTime { Kind: DateTimeKind.Utc } utc => utc.ToLocalTime(),

        // Unchanged, because a local time also knows whether it is before or after the end of daylight saving time.
        DateTime { Kind: DateTimeKind.Local } local => local,
        DateTime unspecified => DateTime.SpecifyKind(unspecified, DateTimeKind.Local),
        DateTimeOffset instant => instant.LocalDateTime,
        _ when Text(name) is not { } text => null,
        _ when FieldText.TryReadTime(Text(name)!, out DateTime utc) => utc.ToLocalTime(),
        _ => throw Invalid(name, "isn't a time in the format of the API, such as 2025-07-30T14:12:03.000Z"),
    };

    /// <summary>Returns the value without its wrapper; null if it is missing.</summary>
    public object? Value(string name)
    {
        if (!_properties.TryGetValue(name, out PSPropertyInfo? property))
        {
            return null;
        }

        // One can be the anonymous form of the other, so their order must not decide which one is written.
        object? value = Unwrap(property);
        return _others is null || !_others.TryGetValue(name, out PSPropertyInfo? other) || ToText(value) == ToText(Unwrap(other))
            ? value
            : throw new FormatException($"The properties {property.Name} and {other.Name} have different values. Remove one of them, such as with Select-Object -ExcludeProperty.");
    }

    private static object? Unwrap(PSPropertyInfo property) =>
        property.Value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : property.Value;

    private static string ToText(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private FormatException Invalid(string name, string problem) =>
        new($"{(_properties.TryGetValue(name, out PSPropertyInfo? property) ? property.Name : name)} {problem}.");
}
