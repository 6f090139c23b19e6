using System;
using System.Text;

namespace Cursor.AiCode.Http;

/// <summary>Removes the API key from text that was received, in any form in which the sender may repeat it.</summary>
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

    /// <summary>Returns the text with the key redacted.</summary>
    public string Redact(string text)
    {
        foreach (string form in _forms)
        {
            // A key of one or two letters occurs in ordinary words, and isn't a secret.
            if (form.Length >= MinRedactedLength)
            {
                text = text.Replace(form, Replacement);
            }
        }

        return text;
    }

    /// <summary>Returns the exception; null if it contains the key, as some exceptions for responses that aren't HTTP do.</summary>
    public Exception? Redact(Exception? exception)
    {
        string text = exception?.ToString() ?? "";
        return text == Redact(text) ? exception : null;
    }

    /// <summary>Returns the address with the key redacted.</summary>
    public Uri Redact(Uri address)
    {
        string text = address.AbsoluteUri;
        string redacted = Redact(text);
        if (text == redacted)
        {
            return address;
        }

        // A key that is part of the scheme or the host, which isn't secret then, makes the text invalid.
        return Uri.TryCreate(redacted, UriKind.Absolute, out Uri? valid) ? valid : new Uri(address.GetLeftPart(UriPartial.Authority));
    }
}
