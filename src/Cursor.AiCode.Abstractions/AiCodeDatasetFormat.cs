namespace Cursor.AiCode;

/// <summary>The format of the files of a data set.</summary>
public enum AiCodeDatasetFormat
{
    /// <summary>Apache Parquet, compressed. The files contain the types of their columns.</summary>
    Parquet,

    /// <summary>CSV, as the API sends it.</summary>
    Csv,
}
