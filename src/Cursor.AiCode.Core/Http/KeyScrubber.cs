using System;
using System.Text;

namespace Cursor.AiCode.Http;

/// <summary>Takes the key out of any text that comes from outside, in whatever form the other side may echo it.</summary>
internal sealed class KeyScrubber
{
    private const string Replacement = "***";
    private const int ShortestHidden = 4;
    private readonly string[] _forms;

    public KeyScrubber(string apiKey)
    {
        string basic = Convert.ToBase64String(Encoding.UTF8.GetBytes(apiKey + ":"));
        _forms = [basic, basic.TrimEnd('='), apiKey, Uri.EscapeDataString(apiKey)];
    }

    /// <summary>The text without the key.</summary>
    public string Scrub(string text)
    {
        foreach (string form in _forms)
        {
            // A key of a letter or two would take ordinary words apart, and is no secret.
            if (form.Length >= ShortestHidden)
            {
                text = text.Replace(form, Replacement);
            }
        }

        return text;
    }

    /// <summary>The exception, to be kept as a cause; null where it quotes the key, as some do of an answer that is not HTTP.</summary>
    public Exception? Scrub(Exception? exception)
    {
        string text = exception?.ToString() ?? "";
        return text == Scrub(text) ? exception : null;
    }

    /// <summary>The address without the key.</summary>
    public Uri Scrub(Uri address)
    {
        string text = address.AbsoluteUri;
        string scrubbed = Scrub(text);
        return ReferenceEquals(text, scrubbed) || text == scrubbed ? address : new Uri(scrubbed);
    }
}
