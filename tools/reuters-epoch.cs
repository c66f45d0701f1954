#:project ../src/Unroll/Unroll.csproj
#:project ../src/Unroll.Datasets.Reuters/Unroll.Datasets.Reuters.csproj
#:property PublishAot=false

// Measures how far roundings to float32 move the lecture's epoch from Keras in float64, for docs/decisions/reuters-epoch.md:
// dotnet run -c Release tools/reuters-epoch.cs
// The model is written out in plain loops over doubles, a story after the other on one thread: of the library only the data are used.

using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Unroll;
using Unroll.Datasets;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int batchSize = 100;
int[] shown = [60, 76, 80, 84, 90];
(string Name, Rounding Rounding)[] programs =
[
    ("all in double", Rounding.None),
    ("the same, but weights stored as float32", Rounding.Weights),
    ("the same, but gate gradients rounded to float32", Rounding.GateGradients),
    ("the same, but gates and states rounded to float32", Rounding.GatesAndStates),
    ("all of these rounded", Rounding.Weights | Rounding.GateGradients | Rounding.GatesAndStates),
];

string golden = Path.Combine(Path.GetDirectoryName(Here())!, "..", "test", "Unroll.Tests", "Golden", "files", "reuters_epoch.safetensors");
Dictionary<string, double[]> file = ReadFloats(golden);
double[] keras = [.. file["running"].Where((_, i) => i % 2 == 0)]; // The loss and the accuracy alternate.
var train = Reuters.Load(numWords: 1000, testSplit: 0.2).Train;
var stories = new int[train.Stories.Length * LectureModel.Steps];
Sequences.Pad(train.Stories, maxLength: LectureModel.Steps).FlattenTo(stories);

Console.WriteLine($"| program | off after {shown[0]} batches | {string.Join(" | ", shown[1..])} | at most | seconds |");
Console.WriteLine($"|{string.Concat(Enumerable.Repeat(" --- |", shown.Length + 3))}");
foreach (var (name, rounding) in programs)
{
    var clock = Stopwatch.StartNew();
    double[] off = [.. RunningLosses(rounding).Zip(keras, (ours, theirs) => Math.Abs(ours - theirs))];
    Console.WriteLine($"| {name} | {string.Join(" | ", shown.Select(batches => Short(off[batches - 1])))} | {Short(off.Max())} | {clock.Elapsed.TotalSeconds:F0} |");
}

// The mean loss so far, after each batch.
double[] RunningLosses(Rounding rounding)
{
    var model = new LectureModel([.. Enumerable.Range(0, 6).Select(i => file[$"weight/{i}"])], rounding);
    var losses = new double[keras.Length];
    double sum = 0;
    for (int b = 0; b < losses.Length; b++)
    {
        int end = Math.Min((b + 1) * batchSize, train.Topics.Length), count = end - b * batchSize;
        for (int s = b * batchSize; s < end; s++)
        {
            sum += model.Learn(stories.AsSpan(s * LectureModel.Steps, LectureModel.Steps), train.Topics[s], 1.0 / count);
        }
        model.Update(b + 1);
        losses[b] = sum / end;
    }
    return losses;
}

static string Short(double value) => value.ToString("0.#e-0", CultureInfo.InvariantCulture);

// Safetensors: eight bytes of header length, a JSON header, the tensors; all of this file are float32.
static Dictionary<string, double[]> ReadFloats(string path)
{
    byte[] bytes = File.ReadAllBytes(path);
    int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes), data = sizeof(long) + length;
    using JsonDocument header = JsonDocument.Parse(bytes.AsMemory(sizeof(long), length));
    var tensors = new Dictionary<string, double[]>();
    foreach (JsonProperty tensor in header.RootElement.EnumerateObject().Where(property => property.Name != "__metadata__"))
    {
        JsonElement offsets = tensor.Value.GetProperty("data_offsets");
        ReadOnlySpan<byte> part = bytes.AsSpan((data + offsets[0].GetInt32())..(data + offsets[1].GetInt32()));
        var values = new double[part.Length / sizeof(float)];
        TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, float>(part), values);
        tensors.Add(tensor.Name, values);
    }
    return tensors;
}

static string Here([CallerFilePath] string file = "") => file;

/// <summary>What is kept as float32.</summary>
[Flags]
internal enum Rounding { None = 0, Weights = 1, GateGradients = 2, GatesAndStates = 4 }

/// <summary>Embedding(1000, 100), LSTM(100), Dense(46, softmax) with categorical crossentropy and Adam, as Keras reckons them.</summary>
internal sealed class LectureModel(double[][] weights, Rounding rounding)
{
    public const int Steps = 100;
    private const int Size = 100;
    private const int Units = 100;
    private const int Topics = 46;

    private readonly Weight _table = new(weights[0], Size, ofSlices: true);
    private readonly Weight _kernel = new(weights[1], 4 * Units), _recurrentKernel = new(weights[2], 4 * Units), _bias = new(weights[3], 4 * Units);
    private readonly Weight _denseKernel = new(weights[4], Topics), _denseBias = new(weights[5], Topics);

    // Each step's gates in Keras's order: input, forget, candidate, output. States stand one place after their step: those at 0 are zero.
    private readonly double[][] _gates = Rows(Steps, 4 * Units), _h = Rows(Steps + 1, Units), _c = Rows(Steps + 1, Units);

    /// <summary>Adds a story's gradients, times its share of the batch, and returns its loss.</summary>
    public double Learn(ReadOnlySpan<int> story, int topic, double share)
    {
        ReadStory(story);

        // Keras takes the loss from the logits, so nothing is clipped: log(sum(exp(x))) - x[topic], with the gradient softmax(x) - target.
        double[] last = _h[Steps], gradient = [.. _denseBias.Values];
        AddProduct(last, _denseKernel, gradient);
        double largest = TensorPrimitives.Max<double>(gradient), own = gradient[topic];
        TensorPrimitives.Subtract(gradient, largest, gradient);
        TensorPrimitives.Exp<double>(gradient, gradient);
        double sum = TensorPrimitives.Sum<double>(gradient);
        TensorPrimitives.Multiply(gradient, share / sum, gradient);
        gradient[topic] -= share;

        _denseBias.AddGradient(0, gradient);
        AddOuterProduct(last, gradient, _denseKernel);
        var dh = new double[Units];
        TransposedProduct(_denseKernel, gradient, dh);
        ReadStoryBack(story, dh);
        return largest + Math.Log(sum) - own;
    }

    /// <summary>Adam's step with the gradients added since the last one.</summary>
    public void Update(int number)
    {
        foreach (Weight weight in (Weight[])[_table, _kernel, _recurrentKernel, _bias, _denseKernel, _denseBias])
        {
            weight.Update(number);
            Round(weight.Values, Rounding.Weights);
        }
    }

    private void ReadStory(ReadOnlySpan<int> story)
    {
        for (int t = 0; t < Steps; t++)
        {
            Span<double> z = _gates[t], c = _c[t + 1], h = _h[t + 1];
            _bias.Values.CopyTo(z);
            AddProduct(_table[story[t]], _kernel, z);
            AddProduct(_h[t], _recurrentKernel, z);
            Span<double> i = z[..Units], f = z[Units..(2 * Units)], g = z[(2 * Units)..(3 * Units)], o = z[(3 * Units)..];
            TensorPrimitives.Sigmoid<double>(i, i);
            TensorPrimitives.Sigmoid<double>(f, f);
            TensorPrimitives.Tanh<double>(g, g);
            TensorPrimitives.Sigmoid<double>(o, o);
            Round(z, Rounding.GatesAndStates);
            for (int u = 0; u < Units; u++)
            {
                c[u] = f[u] * _c[t][u] + i[u] * g[u];
            }
            Round(c, Rounding.GatesAndStates);
            for (int u = 0; u < Units; u++)
            {
                h[u] = o[u] * Math.Tanh(c[u]);
            }
            Round(h, Rounding.GatesAndStates);
        }
    }

    private void ReadStoryBack(ReadOnlySpan<int> story, double[] dh)
    {
        double[] dz = new double[4 * Units], dc = new double[Units], dx = new double[Size];
        for (int t = Steps - 1; t >= 0; t--)
        {
            double[] gates = _gates[t];
            for (int u = 0; u < Units; u++)
            {
                double i = gates[u], f = gates[Units + u], g = gates[2 * Units + u], o = gates[3 * Units + u];
                double tanh = Math.Tanh(_c[t + 1][u]);
                dc[u] += dh[u] * o * (1 - tanh * tanh);
                dz[u] = dc[u] * g * i * (1 - i);
                dz[Units + u] = dc[u] * _c[t][u] * f * (1 - f);
                dz[2 * Units + u] = dc[u] * i * (1 - g * g);
                dz[3 * Units + u] = dh[u] * tanh * o * (1 - o);
                dc[u] *= f;
            }
            Round(dz, Rounding.GateGradients);

            _bias.AddGradient(0, dz);
            AddOuterProduct(_table[story[t]], dz, _kernel);
            AddOuterProduct(_h[t], dz, _recurrentKernel);
            TransposedProduct(_kernel, dz, dx);
            _table.AddGradient(story[t], dx);
            TransposedProduct(_recurrentKernel, dz, dh);
        }
    }

    private void Round(Span<double> values, Rounding kind)
    {
        if (!rounding.HasFlag(kind))
        {
            return;
        }
        foreach (ref double value in values)
        {
            value = (float)value;
        }
    }

    private static void AddProduct(ReadOnlySpan<double> x, Weight matrix, Span<double> sum)
    {
        for (int k = 0; k < x.Length; k++)
        {
            TensorPrimitives.FusedMultiplyAdd(matrix[k], x[k], sum, sum);
        }
    }

    private static void TransposedProduct(Weight matrix, ReadOnlySpan<double> y, Span<double> product)
    {
        for (int k = 0; k < product.Length; k++)
        {
            product[k] = TensorPrimitives.Dot(matrix[k], y);
        }
    }

    private static void AddOuterProduct(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Weight matrix)
    {
        for (int k = 0; k < x.Length; k++)
        {
            TensorPrimitives.FusedMultiplyAdd(y, x[k], matrix.Gradient(k), matrix.Gradient(k));
        }
    }

    private static double[][] Rows(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new double[length])];
}

/// <summary>A weight array in rows, with its gradient and Adam's moments.</summary>
/// <param name="ofSlices">Keras has an Embedding's gradient as slices and squares each of them: docs/decisions/embedding-squares.md.</param>
internal sealed class Weight(double[] values, int columns, bool ofSlices = false)
{
    private readonly double[] _gradient = new double[values.Length], _squares = new double[values.Length];
    private readonly double[] _m = new double[values.Length], _v = new double[values.Length];

    public double[] Values { get; } = [.. values];

    public ReadOnlySpan<double> this[int row] => Values.AsSpan(row * columns, columns);

    public Span<double> Gradient(int row) => _gradient.AsSpan(row * columns, columns);

    public void AddGradient(int row, ReadOnlySpan<double> slice)
    {
        TensorPrimitives.Add(Gradient(row), slice, Gradient(row));
        Span<double> squares = _squares.AsSpan(row * columns, columns);
        if (ofSlices)
        {
            TensorPrimitives.MultiplyAdd(slice, slice, squares, squares);
        }
    }

    public void Update(int number)
    {
        const double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7;

        // Keras rounds the betas to float32 before it raises them to a power, and only there.
        double rate = 0.001 * Math.Sqrt(1 - Math.Pow((float)beta2, number)) / (1 - Math.Pow((float)beta1, number));
        for (int k = 0; k < _gradient.Length; k++)
        {
            double g = _gradient[k], square = ofSlices ? _squares[k] : g * g;
            _m[k] += (g - _m[k]) * (1 - beta1);
            _v[k] += (square - _v[k]) * (1 - beta2);
            Values[k] -= rate * _m[k] / (Math.Sqrt(_v[k]) + epsilon);
        }
        Array.Clear(_gradient);
        Array.Clear(_squares);
    }
}
