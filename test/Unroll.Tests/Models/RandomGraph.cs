using Unroll.Tests.Reference;
using static Unroll.Tests.Reference.PlainLayers;

namespace Unroll.Tests.Models;

/// <summary>A small graph of layers drawn at random, with what it computes in plain double arithmetic. Layers may be called twice.</summary>
internal sealed class RandomGraph
{
    private const int Batch = 2;

    private readonly Samples _draws;
    private readonly int[] _outputs;
    private readonly List<(SymbolicTensor Tensor, int[] Dimensions)> _values = [];
    private readonly List<(Layer Layer, Func<TwinCall, NdArray> Twin, int[] Inputs)> _calls = [];

    public RandomGraph(ulong seed, int calls)
    {
        _draws = new Samples(seed);
        int steps = 3 + Draw(3), features = 2 + Draw(3);
        InputLayer[] inputs = [new InputLayer(steps, features), new InputLayer(steps, features)];
        _values.AddRange(inputs.Select(i => (i.Tensor, new[] { Batch, steps, features })));
        for (int i = 0; i < calls; i++)
        {
            Grow();
        }
        // Both inputs are in use, and what nobody reads is an output.
        Call(new Concatenate { Axis = 1 }, c => Joined(c.X[0], c.X[1]), 0, 1);
        _outputs = [.. Enumerable.Range(0, _values.Count).Except(_calls.SelectMany(c => c.Inputs))];
        Model = new Model([.. inputs.Select(i => i.Tensor)], [.. _outputs.Select(o => _values[o].Tensor)], seed);
    }

    public Model Model { get; }

    /// <summary>The outputs.</summary>
    public NdArray[] Run(NdArray[] inputs, Dictionary<Parameter, NdArray> weights)
    {
        List<NdArray> values = [.. inputs];
        foreach ((Layer layer, Func<TwinCall, NdArray> twin, int[] sources) in _calls)
        {
            values.Add(twin(new TwinCall([.. sources.Select(s => values[s])], [.. layer.Weights.Select(w => weights[w])], [])));
        }
        return [.. _outputs.Select(o => values[o])];
    }

    private int Draw(int below) => _draws.Ints(1, below)[0];

    private void Grow()
    {
        int source = Draw(_values.Count);
        int[] d = _values[source].Dimensions;
        if (Draw(4) == 0 && _calls.Where(c => c.Inputs.Length == 1 && _values[c.Inputs[0]].Dimensions.AsSpan(1).SequenceEqual(d.AsSpan(1))).ToArray() is { Length: > 0 } again)
        {
            var (layer, twin, _) = again[Draw(again.Length)];
            Call(layer, twin, source);
        }
        else if (d.Length == 2)
        {
            GrowVector(source, d);
        }
        else if (Draw(3) == 0)
        {
            Merge(source, d);
        }
        else
        {
            GrowSequence(source, d[1], d[2]);
        }
    }

    private void GrowVector(int source, int[] d)
    {
        switch (Draw(4))
        {
            case 0: Call(new RepeatVector(3), c => NdArray.Make([Batch, 3, d[1]], i => c.X[0][i[0], i[2]]), source); break;
            case 1: Call(new Dense(3) { Activation = Activation.Tanh }, c => Each(Project(c.X[0], c.W[0], c.W[1]), Math.Tanh), source); break;
            case 2: Call(new Reshape(1, -1), c => new NdArray(Batch, 1, d[1]) { Values = c.X[0].Values }, source); break;
            default: Call(new Multiply(), c => Each(c.X[0], v => v * v), source, source); break;
        }
    }

    private void GrowSequence(int source, int steps, int features)
    {
        switch (Draw(16))
        {
            case 0: Call(new Dense(4) { Activation = Activation.Sigmoid }, c => Each(Project(c.X[0], c.W[0], c.W[1]), v => 1 / (1 + Math.Exp(-v))), source); break;
            case 1: Call(new TimeDistributed(new Dense(3) { UseBias = false }), c => Project(c.X[0], c.W[0], null), source); break;
            case 2: Call(new Conv1D(5, 3) { Padding = WindowPadding.Same }, c => Convolve(c.X[0], c.W[0], c.W[1], (1, 1), (1, 1), WindowPadding.Same, 1), source); break;
            case 3: Call(new Conv1D(3, 2) { Padding = WindowPadding.Causal, DilationRate = 2 }, c => Convolve(c.X[0], c.W[0], c.W[1], (1, 1), (1, 2), WindowPadding.Causal, 1), source); break;
            case 4: Call(new DepthwiseConv1D(2) { Padding = WindowPadding.Same }, c => Convolve(c.X[0], DepthwiseAsGroups(c.W[0]), c.W[1], (1, 1), (1, 1), WindowPadding.Same, features), source); break;
            case 5: Call(new LayerNormalization { Epsilon = 0.1f }, c => Shift(Standardize(c.X[0], [2], 0.1f, centers: true), c.W), source); break;
            case 6: Call(new BatchNormalization { Epsilon = 0.1f }, c => Shift(Standardize(c.X[0], [0, 1], 0.1f, centers: true), c.W), source); break;
            case 7: Call(new MaxPooling1D(2) { Strides = 1, Padding = WindowPadding.Same }, c => Pool(c.X[0], (1, 2), (1, 1), WindowPadding.Same, v => v.Max()), source); break;
            case 8: Call(new AveragePooling1D(2) { Padding = WindowPadding.Same }, c => Pool(c.X[0], (1, 2), (1, 2), WindowPadding.Same, v => v.Average()), source); break;
            case 9: Call(new SimpleRnn(4) { ReturnSequences = true }, Recur, source); break;
            case 10: Call(new GlobalMaxPooling1D(), c => NdArray.Make([Batch, features], i => Enumerable.Range(0, steps).Max(t => c.X[0][i[0], t, i[1]])), source); break;
            case 11: Call(new GlobalAveragePooling1D(), c => NdArray.Make([Batch, features], i => Enumerable.Range(0, steps).Average(t => c.X[0][i[0], t, i[1]])), source); break;
            case 12: Call(new Permute(2, 1), c => NdArray.Make([Batch, features, steps], i => c.X[0][i[0], i[2], i[1]]), source); break;
            case 13: Call(new ZeroPadding1D(1, 0), c => NdArray.Make([Batch, steps + 1, features], i => c.X[0].Or0(i[0], i[1] - 1, i[2])), source); break;
            case 14: Call(new Softmax(1), c => Softmax(c.X[0], 1), source); break;
            default: Call(new LeakyRelu(), c => Each(c.X[0], v => v > 0 ? v : 0.3f * v), source); break;
        }
    }

    private void Merge(int source, int[] d)
    {
        int[] fitting = [.. Enumerable.Range(0, _values.Count).Where(i => _values[i].Dimensions.AsSpan().SequenceEqual(d))];
        int other = fitting[Draw(fitting.Length)];
        switch (Draw(6))
        {
            case 0: Call(new Add(), c => PlainLayers.Merge(c, d, v => v.Sum()), source, other); break;
            case 1: Call(new Multiply(), c => PlainLayers.Merge(c, d, v => v[0] * v[1]), source, other); break;
            case 2: Call(new Subtract(), c => PlainLayers.Merge(c, d, v => v[0] - v[1]), source, other); break;
            case 3: Call(new Average(), c => PlainLayers.Merge(c, d, v => v.Average()), source, other, source); break;
            case 4: Call(new Concatenate { Axis = 1 }, c => Joined(c.X[0], c.X[1]), source, other); break;
            default:
                Call(new Attention(), c => Attend(c, false, (b, i, j) => Enumerable.Range(0, d[2]).Sum(k => c.X[0][b, i, k] * c.X[1][b, j, k])), source, other);
                break;
        }
    }

    private void Call(Layer layer, Func<TwinCall, NdArray> twin, params int[] inputs)
    {
        SymbolicTensor y = layer.Apply([.. inputs.Select(i => _values[i].Tensor)]);
        _values.Add((y, [Batch, .. y.Shape.Axes[1..]]));
        _calls.Add((layer, twin, inputs));
    }

    private static NdArray Joined(NdArray a, NdArray b) => NdArray.Make(
        [Batch, a.Dimensions[1] + b.Dimensions[1], a.Dimensions[2]], i => i[1] < a.Dimensions[1] ? a[i] : b[With(i, 1, i[1] - a.Dimensions[1])]);

    private static NdArray Shift(NdArray x, NdArray[] w) => NdArray.Make(x.Dimensions, i => (x[i] * w[0].Values[i[^1]]) + w[1].Values[i[^1]]);

    private static NdArray Project(NdArray x, NdArray kernel, NdArray? bias) => NdArray.Make([.. x.Dimensions[..^1], kernel.Dimensions[1]], i =>
        (bias?.Values[i[^1]] ?? 0) + Enumerable.Range(0, kernel.Dimensions[0]).Sum(k => x[[.. i[..^1], k]] * kernel[k, i[^1]]));

    private static NdArray Recur(TwinCall c)
    {
        (int steps, int units) = (c.X[0].Dimensions[1], c.W[1].Dimensions[0]);
        var h = new NdArray(Batch, steps, units);
        foreach (int[] i in h.Indices().OrderBy(i => i[1]))
        {
            double sum = c.W[2].Values[i[2]] + Enumerable.Range(0, c.W[0].Dimensions[0]).Sum(k => c.X[0][i[0], i[1], k] * c.W[0][k, i[2]]);
            h[i] = Math.Tanh(sum + Enumerable.Range(0, units).Sum(k => h.Or0(i[0], i[1] - 1, k) * c.W[1][k, i[2]]));
        }
        return h;
    }
}
