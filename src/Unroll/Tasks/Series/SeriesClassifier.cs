using System.Numerics.Tensors;

namespace Unroll;

/// <summary>Names a step of a series from the window that ends before it, or with it. One file holds the model, the columns, the scales and the labels.</summary>
public sealed class SeriesClassifier
{
    /// <summary>What <see cref="TaskFile.KindOf"/> says of its files.</summary>
    public const string Kind = "series_classifier";

    /// <summary>Wraps a model that takes [batch, window, columns] and gives a probability for each label.</summary>
    /// <exception cref="ArgumentException">The settings don't fit the model or each other.</exception>
    public SeriesClassifier(Model model, SeriesClassifierSettings settings)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(settings);
        SeriesColumns.Check(settings.Columns, settings.Scaler, settings.Window);
        if (settings.StepsAhead < 0) Throw.Argument($"StepsAhead is {settings.StepsAhead}, but expected 0 or more.", nameof(settings));
        TaskShapes.Check(model, new Shape([Shape.Any, settings.Window, settings.Columns.Count]), settings.Labels.Count, "labels");
        (Model, Settings) = (model, settings);
    }

    /// <summary>The model inside.</summary>
    public Model Model { get; }

    /// <summary>What stands around the model.</summary>
    public SeriesClassifierSettings Settings { get; }

    /// <summary>Reads a file that <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The file is damaged, of another kind, or holds a model without this task.</exception>
    public static SeriesClassifier Load(string path) =>
        TaskFile.Load(path, Kind, SeriesTaskContext.Default.SavedTaskSeriesClassifierSettings, static (model, settings) => new SeriesClassifier(model, settings));

    /// <summary>Writes model and settings to one <c>.safetensors</c> file.</summary>
    /// <exception cref="IOException">The file can't be written; one that was there before is unchanged.</exception>
    public void Save(string path) =>
        TaskFile.Save(path, Model, Kind, Settings, SeriesTaskContext.Default.SavedTaskSeriesClassifierSettings, Settings.LicenceNotice);

    /// <summary>What the model is trained with: scaled windows, and the number of the label of the step that each names.</summary>
    /// <param name="series">A series with the columns and with labels.</param>
    /// <param name="targets">The steps that are named; windows may begin before.</param>
    /// <returns>[windows, window, columns] and [windows].</returns>
    /// <exception cref="ArgumentException">The series has no labels, or unknown ones, or a column is missing, or no window fits.</exception>
    public (Tensor<float> X, int[] Y) Windows(Series series, Range targets)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Labels is null) Throw.Argument("The series has no labels. Name their column when it is read.", nameof(series));
        Tensor<float> x = Inputs(series, targets, out int first);
        List<string> known = [.. Settings.Labels];
        int[] y = [.. Enumerable.Range(first, (int)x.Lengths[0]).Select(i => known.IndexOf(series.Labels![i]))];
        int unknown = Array.IndexOf(y, -1);
        if (unknown >= 0)
            Throw.Argument($"Step {first + unknown} has the label '{series.Labels![first + unknown]}', but known are {TextList.Of(known)}. Train with it, or correct it.", nameof(series));
        return (x, y);
    }

    /// <summary>The probability of each label for the steps in a range, [steps, labels].</summary>
    /// <inheritdoc cref="Windows"/>
    public Tensor<float> Probabilities(Series series, Range targets) => Model.Predict(Inputs(series, targets, out _));

    /// <summary>The most likely labels of the step that lies <see cref="SeriesClassifierSettings.StepsAhead"/> after the series' last, the likeliest first.</summary>
    /// <param name="series">A series with the columns.</param>
    /// <param name="top">How many labels to give at most.</param>
    /// <exception cref="ArgumentException">A column is missing, or the series is shorter than a window.</exception>
    public IReadOnlyList<LabelProbability> Predict(Series series, int top = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        float[] probabilities = Model.Predict(LastWindow(series)).ToArray();
        return [.. Settings.Labels.Zip(probabilities, static (label, p) => new LabelProbability(label, p)).OrderByDescending(static l => l.Probability).Take(top)];
    }

    /// <summary>What the model sees of the series' last steps, [1, window, columns].</summary>
    internal Tensor<float> LastWindow(Series series) => Tensor.Create(
        Settings.Scaler.Transform(SeriesColumns.LastWindow(series, Settings.Columns, Settings.Window)).ToArray(), [1, Settings.Window, Settings.Columns.Count]);

    /// <summary>The windows that name the steps of a range; those that are preceded by too few are left out.</summary>
    private Tensor<float> Inputs(Series series, Range targets, out int first)
    {
        Tensor<float> scaled = Settings.Scaler.Transform(SeriesColumns.Select(series, Settings.Columns));
        (int offset, int length) = targets.GetOffsetAndLength(series.Count);
        first = Math.Max(offset, Settings.Window + Settings.StepsAhead - 1);
        int start = first - Settings.Window - Settings.StepsAhead + 1;
        return offset + length > first
            ? TimeSeries.Windows(scaled, Settings.Window, startIndex: start, endIndex: offset + length - Settings.StepsAhead)
            : Throw.Argument<Tensor<float>>($"No window fits: {Settings.Window} steps, and {Settings.StepsAhead} from the last to the one that is named, before step {offset + length}. Give more steps or a shorter window.", nameof(targets));
    }
}
