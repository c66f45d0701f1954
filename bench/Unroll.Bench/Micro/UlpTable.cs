namespace Bench;

/// <summary>The elementary functions' errors.</summary>
internal static class UlpTable
{
    public static void Write(TextWriter writer, IEnumerable<UlpError> errors)
    {
        var table = new MarkdownTable("function", "largest error, ulp", "at", "wrong kind", "arguments");
        foreach (UlpError error in errors)
        {
            table.Add(error.Function, $"{error.Largest:F3}", $"{error.At:R}", $"{error.Wrong}", $"{error.Arguments:N0}");
        }
        table.Write(writer);
    }
}
