namespace Unroll.Cli.Texts;

/// <summary>What the commands for series and sounds say.</summary>
internal abstract partial class Catalogue
{
    public abstract string TrainSensorAbout { get; }
    public abstract string DataSeriesAbout { get; }
    public abstract string DataOutOption { get; }
    public abstract string SourceOption { get; }
    public abstract string ColumnsOption { get; }
    public abstract string TargetOption { get; }
    public abstract string LabelOption { get; }
    public abstract string WhereOption { get; }
    public abstract string FillGapsOption { get; }
    public abstract string RelativeOption { get; }
    public abstract string MinMaxOption { get; }
    public abstract string WindowOption { get; }
    public abstract string StepsAheadOption { get; }
    public abstract string SeasonOption { get; }
    public abstract string ValidationStepsOption { get; }
    public abstract string TestStepsOption { get; }
    public abstract string SensorCellOption { get; }
    public abstract string SensorUnitsOption { get; }
    public abstract string MostEpochsOption { get; }
    public abstract string SensorBatchSizeOption { get; }
    public abstract string SensorOutOption { get; }

    public abstract string SeriesRead(string path, int rows, string step, string first, string last);
    public abstract string SeriesFilled(int values);
    public abstract string TrainingPart { get; }
    public abstract string ValidationPart { get; }
    public abstract string TestPart { get; }
    public abstract string NetworkTraining(string name, long parameters);
    public abstract string NetworkTrained(int epochs, string loss, string time);
    public abstract string Naive { get; }
    public abstract string SeasonalNaive { get; }
    public abstract string FeedForward { get; }
    public abstract string MostFrequent(string label);
    public abstract string AsBefore { get; }
    public abstract string Accuracy { get; }
    public abstract string Truth { get; }
    public abstract string Named { get; }
    public abstract string SavedBest(string name);

    public abstract string UnknownSource(string received);
    public abstract string NotFetched(string path, string command);
    public abstract string NotFilter(string received);
    public abstract string ForecastsAhead { get; }
    public abstract string NeedsSeries { get; }

    public abstract string TrainDigitsAbout { get; }
    public abstract string DataDigitsAbout { get; }
    public abstract string DigitsDataOption { get; }
    public abstract string CopiesOption { get; }
    public abstract string DigitsCellOption { get; }
    public abstract string DigitsUnitsOption { get; }
    public abstract string DigitsBatchSizeOption { get; }
    public abstract string DigitsOutOption { get; }
    public abstract string Recording { get; }
    public abstract string Recorded(string part, int recordings, int voices);
    public abstract string WithCopies(int recordings);
    public abstract string RightOf { get; }
    public abstract string DigitsPart(string part);
    public abstract string Spoken { get; }
    public abstract string Heard { get; }
    public abstract string NeedsSounds { get; }
}
