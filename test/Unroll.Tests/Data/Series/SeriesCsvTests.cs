namespace Unroll.Tests.Data;

public class SeriesCsvTests
{
    [Theory]
    [InlineData("9999-12-30", "9999-12-31", 2)]
    [InlineData("2000-01-01", "2000-02-01", int.MaxValue)]
    [InlineData("2000-01-01", "2000-01-09", int.MaxValue)]
    public void TimeOf_BeyondAllDates_SaysSo(string first, string second, int step)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.csv"], $"date,x\n{first},1\n{second},2\n");
        Series series = Series.ReadCsv(folder["a.csv"]);
        Assert.StartsWith($"{step} steps of ", Assert.Throws<ArgumentException>(() => series.TimeOf(step)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadCsv_Daily_GivesColumnsTimesAndLabels()
    {
        Series series = Read("""
            date,rain,"max, min",weather
            2012-02-28,0.5,"12.25",sun
            2012-02-29,1,13,"rain"
            2012-03-01,-2e1,14,fog

            """, new() { LabelColumn = "weather" });
        Assert.Equal(["rain", "max, min"], series.Columns);
        Assert.Equal([0.5f, 12.25f, 1, 13, -20, 14], series.Values.ToArray());
        Assert.Equal(["sun", "rain", "fog"], series.Labels!);
        Assert.Equal(SeriesStep.Day, series.Step);
        Assert.Equal(new DateTime(2012, 3, 2), series.TimeOf(3));
        Assert.Equal(0, series.Filled);
    }

    [Fact]
    public void ReadCsv_SeveralSeries_TakesTheOneAsked()
    {
        Series series = Read("symbol,date,price\nA,Jan 1 2000,1\nA,Feb 1 2000,2\nB,Jan 1 2000,10\nB,Feb 1 2000,20\nB,Mar 1 2000,30\n",
            new() { TimeColumn = "date", Columns = ["price"], Where = new("symbol", "B") });
        Assert.Equal([10f, 20, 30], series.Values.ToArray());
        Assert.Equal(SeriesStep.Month, series.Step);
        Assert.Equal(new DateTime(2000, 4, 1), series.TimeOf(3));
    }

    [Theory]
    [InlineData("2000-01-31,1\n2000-02-29,2\n2000-03-31,3", "1 month")]
    [InlineData("2000,1\n2001,2\n2002,3", "12 months")]
    [InlineData("2000-01-01 00:00,1\n2000-01-01 00:15,2\n2000-01-01 00:30,3", "00:15:00")]
    [InlineData("2000-01-03,1\n2000-01-10,2\n2000-01-17,3", "7.00:00:00")]
    public void ReadCsv_Times_TellTheStep(string rows, string step) => Assert.Equal(step, Read($"t,v\n{rows}\n").Step.ToString());

    [Fact]
    public void ReadCsv_GapsToBeFilled_PutsALineBetween()
    {
        Series series = Read("t,a,b\n2000-01-01,1,5\n2000-02-01,,6\n2000-05-01,5,NaN\n2000-06-01,6,11\n", new() { FillGaps = true });
        Assert.Equal([1f, 2, 3, 4, 5, 6], series.Column("a"));
        Assert.Equal([5f, 6, 7.25f, 8.5f, 9.75f, 11], series.Column("b"));
        Assert.Equal(6, series.Filled);
    }

    [Theory]
    [InlineData("", "it is empty, but expected a line with the columns' names and a row for each time.")]
    [InlineData("t,v\n2000-01-01,1\n", "it has 1 rows, but a series has 2 or more. Give more rows.")]
    [InlineData("t,v\n2000-01-01,1\n2000-01-02,\n2000-01-03,3\n", "line 3, column 'v': the number is missing (got ''). Put it in, or let gaps be filled.")]
    [InlineData("t,v\n2000-01-01,1\n2000-01-02,NaN\n2000-01-03,3\n", "line 3, column 'v': the number is missing (got 'NaN'). Put it in, or let gaps be filled.")]
    [InlineData("t,v\n2000-01-01,1\n2000-01-02,warm\n", "line 3, column 'v': 'warm' is no finite number. Put one in, or name the columns of numbers.")]
    [InlineData("t,v\n2000-01-01,1e99\n2000-01-02,2\n", "line 2, column 'v': '1e99' is no finite number.")]
    [InlineData("t,v\nyesterday,1\n2000-01-02,2\n", "line 2, column 't': 'yesterday' is no date. Write it as in 2012-01-31, or name the column of the dates.")]
    [InlineData("t,v\n2000-01-01,1\n2000-01-02\n", "line 3 has 1 columns, but the first line names 2. Complete the row.")]
    [InlineData("t,v\n2000-01-02,1\n2000-01-01,2\n", "line 3: 2000-01-01 follows 2000-01-02, but times are expected in ascending order, each once.")]
    [InlineData("t,v\n2000-01-01,1\n2000-01-02,2\n2000-01-05,2\n", "line 4: 2 steps of 1 day are missing before 2000-01-05. Put the rows in, or let gaps be filled.")]
    [InlineData("t,v\n2000-01-01 00:00,1\n2000-01-01 00:10,2\n2000-01-01 00:25,2\n", "line 4: 2000-01-01 00:25:00 is no whole number of steps of 00:10:00 after 2000-01-01. Give values at equal steps.")]
    [InlineData("t,v\n2000-01-01,\"1\n", "line 2 opens a quotation that doesn't end on it. Close it, and keep each row on one line.")]
    [InlineData("t\n2000-01-01\n", "it has no column of numbers beside 't'. Its columns are 't'.")]
    public void ReadCsv_BadFile_SaysWhere(string content, string expected) => AssertRefused(content, new(), expected);

    [Fact]
    public void ReadCsv_UnknownColumn_NamesThoseThatThereAre() =>
        AssertRefused("t,v\n2000-01-01,1\n2000-01-02,2\n", new() { Columns = ["wind"] }, "it has no column 'wind'. Its columns are 't', 'v'.");

    [Fact]
    public void ReadCsv_GapThatCannotBeFilled_SaysWhy()
    {
        AssertRefused("t,v\n2000-01-01,1\n2000-01-02,2\n2000-01-03,\n", new() { FillGaps = true }, "the column 'v' ends with a missing number, which has only one neighbour and can't be filled.");
        AssertRefused("t,v,w\n2000-01-01,1,a\n2000-01-02,2,b\n2000-01-04,3,c\n", new() { FillGaps = true, LabelColumn = "w" }, "line 4: 1 steps of 1 day are missing before 2000-01-04. Put the rows in: 'w' can't be filled.");
        AssertRefused("t,v\n0001-01-01 00:00:00,1\n0001-01-01 00:00:01,2\n2000-01-01,3\n", new() { FillGaps = true }, "line 4: 2000-01-01 is 63082281600 steps of 00:00:01 after 0001-01-01, but at most 16777216 are taken. Check the dates.");
    }

    [Fact]
    public void ReadCsv_NoUtf8_NamesTheLine()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.csv"], [.. "t,v\n2000-01-01,1\n"u8, 0xB0, (byte)'\n']);
        var error = Assert.Throws<InvalidDataException>(() => Series.ReadCsv(folder["a.csv"]));
        Assert.Equal($"{folder["a.csv"]}: line 3 is not UTF-8. Convert the file first, for example with iconv.", error.Message);
    }

    private static Series Read(string content, SeriesCsvOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.csv"], content);
        return Series.ReadCsv(folder["a.csv"], options);
    }

    private static void AssertRefused(string content, SeriesCsvOptions options, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.csv"], content);
        var error = Assert.Throws<InvalidDataException>(() => Series.ReadCsv(folder["a.csv"], options));
        Assert.StartsWith($"{folder["a.csv"]}: {expected}", error.Message, StringComparison.Ordinal);
    }
}
