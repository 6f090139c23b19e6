using System;
using System.Text;

namespace Cursor.AiCode.Http;

/// <summary>Takes the key out of any text that comes from outside, in whatever form the other side may echo it.</summary>
internal sealed class ApiKeyRedactor
{
    private const string Replacement = "***";
    private const int MinRedactedLength = 4;
    private readonly string[] _forms;

    public ApiKeyRedactor(string apiKey)
    {
        string basic = Convert.ToBase64String(Encoding.UTF8.GetBytes(apiKey + ":"));
        _forms = [basic, basic.TrimEnd('='), apiKey, Uri.EscapeDataString(apiKey)];
    }

    /// <summary>The text without the key.</summary>
    public string Redact(string text)
    {
        foreach (string form in _forms)
        {
            // A key of a letter or two would take ordinary words apart, and is no secret.
            if (form.Length >= MinRedactedLength)
            {
                text = text.Replace(form, Replacement);
            }
        }

        return text;
    }

    /// <summary>The exception, to be kept as a cause; null where it quotes the key, as some do of an answer that is not HTTP.</summary>
    public Exception? Redact(Exception? exception)
    {
        string text = exception?.ToString() ?? "";
        return text == Redact(text) ? exception : null;
    }

    /// <summary>The address without the key.</summary>
    public Uri Redact(Uri address)
    {
        string text = address.AbsoluteUri;
        string redacted = Redact(text);
        return ReferenceEquals(text, redacted) || text == redacted ? address : new Uri(redacted);
    }
}
