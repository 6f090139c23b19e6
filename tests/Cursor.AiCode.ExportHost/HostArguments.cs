using System;
using System.Collections.Generic;
using System.Globalization;

namespace Cursor.AiCode.ExportHost;

/// <summary>The arguments: an action, followed by options with their values.</summary>
internal sealed class HostArguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public HostArguments(string[] args)
    {
        Action = args[0];
        for (int i = 1; i < args.Length; i += 2)
        {
            _values.Add(args[i], args[i + 1]);
        }
    }

    /// <summary>The action: export, dataset, read, or count.</summary>
    public string Action { get; }

    /// <summary>The value of a required option.</summary>
    public string this[string name] => _values[name];

    public bool Has(string name) => _values.ContainsKey(name);

    public string? Find(string name) => _values.GetValueOrDefault(name);

    public int? Number(string name) => Find(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    public DateTimeOffset Time(string name) => DateTimeOffset.Parse(this[name], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public T Choice<T>(string name, T defaultValue)
        where T : struct, Enum => Find(name) is { } text ? Enum.Parse<T>(text) : defaultValue;
}
