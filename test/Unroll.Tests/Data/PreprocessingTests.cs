using System.Numerics.Tensors;
using System.Text.Json;

namespace Unroll.Tests.Data;

/// <summary>Keras's pad_sequences, to_categorical and timeseries_dataset_from_array, case by case.</summary>
public class PreprocessingTests
{
    private static readonly JsonElement s_golden =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "files", "preprocessing.json"))).RootElement;

    public static TheoryData<int> Paddings => [.. Enumerable.Range(0, s_golden.GetProperty("pad_sequences").GetArrayLength())];

    public static TheoryData<int> Categories => [.. Enumerable.Range(0, s_golden.GetProperty("to_categorical").GetArrayLength())];

    public static TheoryData<int> Series => [.. Enumerable.Range(0, s_golden.GetProperty("timeseries_dataset_from_array").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Paddings))]
    public void Pad_KerasArguments_GivesKerasResult(int index)
    {
        JsonElement c = s_golden.GetProperty("pad_sequences")[index];
        int[][] sequences = [.. s_golden.GetProperty("sequences").EnumerateArray().Select(static s => s.EnumerateArray().Select(static e => e.GetInt32()).ToArray())];
        Tensor<int> padded = Sequences.Pad(
            sequences, c.GetProperty("maxlen").ValueKind == JsonValueKind.Null ? null : c.GetProperty("maxlen").GetInt32(),
            End(c.GetProperty("padding")), End(c.GetProperty("truncating")), c.GetProperty("value").GetInt32());
        Assert.Equal(Flat(c.GetProperty("result")), padded.ToArray().Select(static v => (double)v));
    }

    [Theory]
    [MemberData(nameof(Categories))]
    public void ToCategorical_KerasArguments_GivesKerasResult(int index)
    {
        JsonElement c = s_golden.GetProperty("to_categorical")[index];
        int? classes = c.GetProperty("num_classes").ValueKind == JsonValueKind.Null ? null : c.GetProperty("num_classes").GetInt32();
        JsonElement labels = c.GetProperty("labels");
        int[] values = [.. Flat(labels).Select(static v => (int)v)];
        bool nested = labels[0].ValueKind == JsonValueKind.Array;
        Tensor<float> oneHot = nested
            ? Labels.ToCategorical(Tensor.Create(values, [labels.GetArrayLength(), labels[0].GetArrayLength()]), classes)
            : Labels.ToCategorical(values, classes);
        Assert.Equal(Flat(c.GetProperty("result")), oneHot.ToArray().Select(static v => (double)v));
        Assert.Equal(nested ? 3 : 2, oneHot.Rank);
    }

    [Theory]
    [MemberData(nameof(Series))]
    public void Windows_KerasArguments_GivesKerasResult(int index)
    {
        JsonElement c = s_golden.GetProperty("timeseries_dataset_from_array")[index];
        int? Option(string name) => c.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : null;
        int[] steps = [.. Enumerable.Range(0, c.GetProperty("length").GetInt32())];
        Tensor<int> data = Tensor.Create(steps, [steps.Length]), targets = Tensor.Create(Array.ConvertAll(steps, static s => s * 10), [steps.Length]);
        int length = Option("sequence_length")!.Value, stride = Option("sequence_stride") ?? 1, rate = Option("sampling_rate") ?? 1;
        int? start = Option("start_index"), end = Option("end_index");
        JsonElement[] batches = [.. c.GetProperty("batches").EnumerateArray()];
        if (c.GetProperty("targets").GetBoolean())
        {
            (Tensor<int> x, Tensor<int> y) = TimeSeries.Windows(data, targets, length, stride, rate, start, end);
            Assert.Equal(batches.SelectMany(static b => Flat(b.GetProperty("x"))), x.ToArray().Select(static v => (double)v));
            Assert.Equal(batches.SelectMany(static b => Flat(b.GetProperty("y"))), y.ToArray().Select(static v => (double)v));
        }
        else
        {
            Tensor<int> x = TimeSeries.Windows(data, length, stride, rate, start, end);
            Assert.Equal(batches.Sum(static b => b.GetProperty("x").GetArrayLength()), x.Lengths[0]);
            Assert.Equal(length, x.Lengths[1]);
            Assert.Equal(batches.SelectMany(static b => Flat(b.GetProperty("x"))), x.ToArray().Select(static v => (double)v));
        }
    }

    [Fact]
    public void Windows_Features_KeepTheirAxes()
    {
        Tensor<float> series = Tensor.Create<float>([0, 1, 10, 11, 20, 21, 30, 31], [4, 2]);
        (Tensor<float> x, Tensor<float> y) = TimeSeries.Windows(series, series, sequenceLength: 2, samplingRate: 2);
        Assert.Equal([2, 2, 2], x.Lengths.ToArray());
        Assert.Equal([0, 1, 20, 21, 10, 11, 30, 31], x.ToArray());
        Assert.Equal([2, 2], y.Lengths.ToArray());
        Assert.Equal([0, 1, 10, 11], y.ToArray());
    }

    [Fact]
    public void Windows_FewerTargets_LeaveTheLastWindowsOut()
    {
        (Tensor<int> x, Tensor<int> y) = TimeSeries.Windows(Tensor.Create([0, 1, 2, 3], [4]), Tensor.Create([5, 6], [2]), sequenceLength: 2);
        Assert.Equal([0, 1, 1, 2], x.ToArray());
        Assert.Equal([5, 6], y.ToArray());
    }

    [Theory]
    [InlineData(0, 1, 1, null, null, "sequenceLength is 0, but expected 1 or more.")]
    [InlineData(1, 0, 1, null, null, "sequenceStride is 0, but expected 1 or more.")]
    [InlineData(1, 1, -1, null, null, "samplingRate is -1, but expected 1 or more.")]
    [InlineData(1, 1, 1, 9, null, "startIndex is 9, but expected a step from 0 to 4.")]
    [InlineData(1, 1, 1, 2, 1, "endIndex is 1, but expected a step from 2 to 4.")]
    [InlineData(3, 1, 2, null, null, "No window fits: 3 steps at a sampling rate of 2 take 5 steps of the series, but there are 4.")]
    [InlineData(int.MaxValue, 1, int.MaxValue, null, null, "No window fits")]
    public void Windows_ArgumentsOutOfRange_SaysWhatIsExpected(int length, int stride, int rate, int? start, int? end, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => TimeSeries.Windows(Tensor.Create([0, 1, 2, 3], [4]), length, stride, rate, start, end)).Message, StringComparison.Ordinal);

    [Fact]
    public void ToCategorical_LabelOutside_NamesItsPosition() =>
        Assert.Contains("Label 1 is 7, but the classes are 0 to 4", Assert.Throws<ArgumentException>(static () => Labels.ToCategorical([0, 7], 5)).Message, StringComparison.Ordinal);

    [Fact]
    public void Pad_Nothing_SaysSo() =>
        Assert.Contains("no sequences", Assert.Throws<ArgumentException>(static () => Sequences.Pad(Array.Empty<int[]>())).Message, StringComparison.Ordinal);

    [Fact]
    public void SplitWords_Markup_ReadsAsTheCollection() =>
        Assert.Equal(["lt", "shr", "amp", "co", "3"], TextTokens.SplitWords("<SHR> & Co.\u0003", escapeMarkup: true).Where(static w => w != "gt"));

    [Fact]
    public void Cases_InTheFile_AllRun() =>
        Assert.Equal(["pad_sequences", "sequences", "timeseries_dataset_from_array", "to_categorical"], s_golden.EnumerateObject().Select(static p => p.Name).Order(StringComparer.Ordinal));

    private static SequenceEnd End(JsonElement e) => e.GetString() == "pre" ? SequenceEnd.Front : SequenceEnd.Back;

    private static IEnumerable<double> Flat(JsonElement e) =>
        e.ValueKind == JsonValueKind.Array ? e.EnumerateArray().SelectMany(Flat) : [e.GetDouble()];
}
