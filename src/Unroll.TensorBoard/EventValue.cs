using Google.Protobuf;

namespace Unroll;

/// <summary>A value under a tag: TensorFlow's <c>Summary.Value</c> (summary.proto) with a <c>simple_value</c> or a <c>HistogramProto</c>.</summary>
internal sealed class EventValue
{
    private const int Buckets = 30;
    private const int TagField = 1;
    private const int SimpleValueField = 2;
    private const int HistogramField = 5;

    private readonly string _tag;
    private readonly Action<CodedOutputStream> _write;

    private EventValue(string tag, Action<CodedOutputStream> write) => (_tag, _write) = (tag, write);

    public static EventValue Scalar(string tag, double value) => new(tag, output => output.Float(SimpleValueField, (float)value));

    /// <summary>30 buckets of one width from the least to the greatest value.</summary>
    public static EventValue Histogram(string tag, float[] values)
    {
        double least = values.Min(), greatest = values.Max(), sum = 0, squares = 0;
        double width = greatest > least ? (greatest - least) / Buckets : 1;
        double[] limits = [.. Enumerable.Range(1, Buckets).Select(b => least + (b * width))], counts = new double[Buckets];
        foreach (double value in values)
        {
            counts[Math.Clamp((int)((value - least) / width), 0, Buckets - 1)]++;
            sum += value;
            squares += value * value;
        }
        return new(tag, output => output.Message(HistogramField, histogram =>
        {
            histogram.Double(1, least);
            histogram.Double(2, greatest);
            histogram.Double(3, values.Length);
            histogram.Double(4, sum);
            histogram.Double(5, squares);
            histogram.Doubles(6, limits);
            histogram.Doubles(7, counts);
        }));
    }

    public void Write(CodedOutputStream output)
    {
        output.Text(TagField, _tag);
        _write(output);
    }
}
