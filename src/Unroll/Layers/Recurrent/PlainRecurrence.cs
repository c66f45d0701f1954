namespace Unroll;

/// <summary>A recurrent layer taken step by step as its equations say, to look at: sums in double, activations by their own functions.</summary>
internal sealed class PlainRecurrence
{
    private readonly RecurrentLayer _layer;
    private readonly int _units;
    private readonly Activation _activation;
    private readonly Activation _gateActivation;
    private float[] _h = [];
    private float[] _c = [];

    public PlainRecurrence(RecurrentLayer layer) =>
        (_layer, _units, _activation, _gateActivation) = (layer, layer.Units, layer.Activation, layer.Settings.RecurrentActivation);

    /// <summary>Walks over what a call of the layer has just read, one sample.</summary>
    public GateTrace Walk(LayerRun call)
    {
        TensorValue input = call.Input;
        input.Materialize(call.Team);
        (int length, int features) = (input.Dimensions[1], input.Dimensions[2]);
        TensorValue? mask = call.StepMask();
        _h = call.Inputs.Length > 1 ? call.Inputs[1].Floats.ToArray() : new float[_units];
        _c = call.Inputs.Length > 2 ? call.Inputs[2].Floats.ToArray() : new float[_units];
        int[] steps = [.. Enumerable.Range(0, length).Where(t => mask is null || mask.Bools[t] != 0)];
        var values = new Dictionary<string, float[,]>();
        for (int i = 0; i < steps.Length; i++)
        {
            int place = _layer.GoBackwards ? steps.Length - 1 - i : i;
            foreach ((string name, float[] row) in Step(input.Floats.Slice(steps[place] * features, features)))
            {
                Put(values, name, row, place, steps.Length);
            }
        }
        return new GateTrace(_layer, steps, [.. values.Keys], values);
    }

    private void Put(Dictionary<string, float[,]> values, string name, float[] row, int place, int steps)
    {
        if (!values.TryGetValue(name, out float[,]? matrix))
        {
            values[name] = matrix = new float[steps, _units];
        }
        for (int u = 0; u < _units; u++)
        {
            matrix[place, u] = row[u];
        }
    }

    private (string Name, float[] Values)[] Step(ReadOnlySpan<float> x)
    {
        double[] input = Product(x, _layer.Kernel.Values, _layer.Bias is null ? default : _layer.InputBias);
        double[] recurrent = Product(_h, _layer.Recurrent.Values, _layer.Bias is null ? default : _layer.RecurrentBias);
        return _layer switch
        {
            Lstm => LstmStep(Sum(input, recurrent)),
            Gru gru => GruStep(input, recurrent, gru.ResetAfter),
            _ => SimpleStep(Sum(input, recurrent)),
        };
    }

    private (string Name, float[] Values)[] SimpleStep(double[] sums)
    {
        _h = Through(_activation, sums);
        return [("hidden", _h)];
    }

    private (string Name, float[] Values)[] LstmStep(double[] sums)
    {
        float[] i = Through(_gateActivation, Gate(sums, 0)), f = Through(_gateActivation, Gate(sums, 1));
        float[] g = Through(_activation, Gate(sums, 2)), o = Through(_gateActivation, Gate(sums, 3));
        float[] c = [.. _c.Select((before, u) => (f[u] * before) + (i[u] * g[u]))];
        float[] active = Through(_activation, [.. c.Select(static v => (double)v)]);
        (_c, _h) = (c, [.. active.Select((v, u) => o[u] * v)]);
        return [("input", i), ("forget", f), ("candidate", g), ("output", o), ("cell", _c), ("hidden", _h)];
    }

    private (string Name, float[] Values)[] GruStep(double[] input, double[] recurrent, bool resetAfter)
    {
        float[] z = Through(_gateActivation, Sum(Gate(input, 0), Gate(recurrent, 0))), r = Through(_gateActivation, Sum(Gate(input, 1), Gate(recurrent, 1)));
        double[] fromState = resetAfter
            ? [.. Gate(recurrent, 2).Select((v, u) => r[u] * v)]
            : Gate(Product([.. _h.Select((v, u) => r[u] * v)], _layer.Recurrent.Values, default), 2);
        float[] g = Through(_activation, Sum(Gate(input, 2), fromState));
        _h = [.. _h.Select((v, u) => (z[u] * v) + ((1 - z[u]) * g[u]))];
        return [("update", z), ("reset", r), ("candidate", g), ("hidden", _h)];
    }

    private double[] Gate(double[] sums, int gate) => sums[(gate * _units)..((gate + 1) * _units)];

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, static (x, y) => x + y)];

    /// <summary>A vector times a matrix of as many rows, and a bias.</summary>
    private static double[] Product(ReadOnlySpan<float> vector, ReadOnlySpan<float> matrix, ReadOnlySpan<float> bias)
    {
        int columns = matrix.Length / vector.Length;
        var sums = new double[columns];
        for (int j = 0; j < bias.Length; j++)
        {
            sums[j] = bias[j];
        }
        for (int k = 0; k < vector.Length; k++)
        {
            for (int j = 0; j < columns; j++)
            {
                sums[j] += (double)vector[k] * matrix[(k * columns) + j];
            }
        }
        return sums;
    }

    private static float[] Through(Activation activation, double[] sums)
    {
        float[] values = [.. sums.Select(static v => (float)v)];
        activation.Forward(values, values, values.Length);
        return values;
    }
}
