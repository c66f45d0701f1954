namespace Unroll.Datasets;

/// <summary>Where fetched data sets lie.</summary>
public static class DataFolder
{
    /// <summary>The folder of a data set: <c>unroll/NAME</c> in the user's folder for local data.</summary>
    /// <param name="name">The data set's name, such as <c>cmudict</c>.</param>
    public static string Of(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "unroll", name);
    }
}
