using Unroll.Datasets;

namespace Unroll.Cli.Texts;

internal sealed partial class EnglishTexts
{
    public override string TrainSensorAbout => "Learn to forecast a measured series, or to name its steps: RNN, LSTM and GRU beside a feed-forward network and the naive forecasts. " + VegaSeries.LicenceNotice;
    public override string DataSeriesAbout => "Fetch the weather, carbon dioxide and stock series with npm. " + VegaSeries.LicenceNotice;
    public override string DataOutOption => "Folder to write to. Without it, one in the user's local data, where training looks for it.";
    public override string SourceOption => "The series: weather, co2 or stocks, which 'unroll data series' fetches, or a CSV file of yours with dates in its first column.";
    public override string ColumnsOption => "The columns of numbers that the networks see, with commas between them.";
    public override string TargetOption => "The column to forecast. Without it, the first one.";
    public override string LabelOption => "A column of names, such as weather: learn to name steps instead of forecasting numbers.";
    public override string WhereOption => "Take only the rows with a value in a column, such as symbol=IBM.";
    public override string FillGapsOption => "Fill missing rows and numbers in on a line between their neighbours. Without it they are an error.";
    public override string RelativeOption => "See and forecast differences from the window's last step, as suits a series that goes on rising.";
    public override string MinMaxOption => "Scale columns to 0 to 1. Without it, to mean 0 and standard deviation 1. Either is measured on the training part.";
    public override string WindowOption => "Steps that the networks see.";
    public override string StepsAheadOption => "Steps to forecast; with --label, how far ahead the named step lies, 0 for the window's last.";
    public override string SeasonOption => "Steps of a season, for the seasonal-naive forecast: 12 for months of a year.";
    public override string ValidationStepsOption => "Steps before the test to choose the network by. Without it, a season, or a sixth of the series.";
    public override string TestStepsOption => "Last steps, held out for the test. Without it, a season, or a sixth of the series.";
    public override string SensorCellOption => "The recurrent layer to train. Without it, all of them, and the best on the validation part is saved.";
    public override string SensorUnitsOption => "Units of the networks' layers.";
    public override string MostEpochsOption => "The most times to go through the training data. The weights that were best on the validation part are kept.";
    public override string SensorBatchSizeOption => "Windows in a training step.";
    public override string SensorOutOption => "Folder for the model, its history and the picture.";

    public override string SeriesRead(string path, int rows, string step, string first, string last) => $"{path}: {rows} steps of {step}, {first} to {last}";
    public override string SeriesFilled(int values) => $"  {values} missing values were filled in on a line between their neighbours";
    public override string TrainingPart => "training";
    public override string ValidationPart => "validation";
    public override string TestPart => "test";
    public override string NetworkTraining(string name, long parameters) => $"{name}: {parameters} parameters";
    public override string NetworkTrained(int epochs, string loss, string time) => $"  {epochs} epochs, best validation loss {loss}, {time}";
    public override string Naive => "naive: as the last step";
    public override string SeasonalNaive => "seasonal naive: as a season before";
    public override string FeedForward => "feed-forward";
    public override string MostFrequent(string label) => $"always {label}";
    public override string AsBefore => "as the last known step";
    public override string Accuracy => "accuracy";
    public override string Truth => "truth";
    public override string Named => "named";
    public override string SavedBest(string name) => $"Best recurrent network on the validation part: {name}";

    public override string UnknownSource(string received) => $"--source got '{received}', which is no file, but expects weather, co2, stocks or a CSV file. Check the path.";
    public override string NotFetched(string path, string command) => $"There is no '{path}' yet. Make it with '{command}'.";
    public override string NotFilter(string received) => $"--where got '{received}', but expects a column and a value, such as symbol=IBM.";
    public override string ForecastsAhead => "--steps-ahead got 0, which only --label can do, but a forecast is of 1 step or more. Give it 1 or more.";
    public override string NeedsSeries => "This model reads a series, but got no file of one. Name a CSV file after the model.";

    public override string TrainDigitsAbout => "Learn spoken digits, zero to nine: log-mel frames, two bidirectional LSTMs, Dense. " + SpokenDigits.LicenceNotice;
    public override string DataDigitsAbout => "Have the digits spoken by espeak-ng and flite, and fetch a human speaker's with apt-get. " + SpokenDigits.LicenceNotice;
    public override string DigitsDataOption => "The folder of the recordings, PART/VOICE/DIGIT.wav. Without it, the one that 'unroll data digits' makes.";
    public override string CopiesOption => "Changed copies of each recording to learn from: other speed, loudness, noise and begin.";
    public override string DigitsCellOption => "The recurrent layers. Without it, lstm.";
    public override string DigitsUnitsOption => "Units of each direction of a recurrent layer.";
    public override string DigitsBatchSizeOption => "Recordings in a training step.";
    public override string DigitsOutOption => "Folder for the model, its history and the pictures.";
    public override string Recording => "Recording: this takes a minute or two.";
    public override string Recorded(string part, int recordings, int voices) => $"{part}: {recordings} recordings of {voices} voices";
    public override string WithCopies(int recordings) => $"with changed copies: {recordings} to learn from";
    public override string RightOf => "right";

    public override string DigitsPart(string part) => part switch
    {
        SpokenDigits.Validation => "espeak-ng, voices to choose by",
        SpokenDigits.Test => "espeak-ng, voices never heard",
        SpokenDigits.Flite => "flite",
        _ => "a human",
    };

    public override string Spoken => "spoken";
    public override string Heard => "heard";
    public override string NeedsSounds => "This model listens, but got no recording. Name one or more WAV files.";
}
