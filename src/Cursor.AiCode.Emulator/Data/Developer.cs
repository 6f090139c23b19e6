namespace Cursor.AiCode.Emulator.Data;

/// <summary>One member of the company. The three forms in which a query may name a user are its number, id and e-mail.</summary>
internal sealed class Developer(int number, string id, string email, int office, int team, bool isPrivate)
{
    /// <summary>The numeric id, from 1.</summary>
    public int Number { get; } = number;

    /// <summary>The encoded id, <c>user_…</c>.</summary>
    public EncodedText Id { get; } = new(id);

    /// <summary>The e-mail address.</summary>
    public EncodedText Email { get; } = new(email);

    /// <summary>The office, as an index into <see cref="Dataset.Offices"/>.</summary>
    public int Office { get; } = office;

    /// <summary>The team, whose repositories the developer works in.</summary>
    public int Team { get; } = team;

    /// <summary>In privacy mode: file names never leave the client.</summary>
    public bool IsPrivate { get; } = isPrivate;
}
