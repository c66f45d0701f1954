using Unroll.Kernels;

namespace Unroll;

/// <summary>One call of a bilinear <see cref="UpSampling2D"/>. A worker owns samples.</summary>
internal sealed class BilinearRun
{
    private readonly UpSampling2D _layer;
    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _backward;
    private LayerRun _run = null!;
    private Place[] _rows = [];
    private Place[] _columns = [];
    private int _width;

    public BilinearRun(UpSampling2D layer)
    {
        _layer = layer;
        (_forward, _backward) = (ForwardShare, BackwardShare);
    }

    private int InputSize => _run.Input.Count / _run.Input.Batch;

    private int OutputSize => _run.Output.Count / _run.Output.Batch;

    public void Forward(LayerRun run)
    {
        _run = run;
        ReadOnlySpan<int> d = run.Input.Dimensions;
        if (_rows.Length != d[1] * _layer.Rows || _columns.Length != d[2] * _layer.Columns)
        {
            (_rows, _columns, _width) = (Places(d[1], _layer.Rows), Places(d[2], _layer.Columns), d[2]);
        }
        run.Output.Resize(d[0], _rows.Length, _columns.Length, d[3]);
        run.Output.Mask = null;
        run.Team.Run(_forward, run.Output.Count);
    }

    public void Backward() => _run.Team.Run(_backward, _run.Output.Count);

    private void ForwardShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(_run.Input.Batch, 1, worker, workers);
        for (int b = from; b < to; b++)
        {
            ReadOnlySpan<float> x = _run.Input.Floats.Slice(b * InputSize, InputSize);
            Span<float> y = _run.Output.Floats.Slice(b * OutputSize, OutputSize);
            y.Clear();
            for (int p = 0; p < _rows.Length * _columns.Length; p++)
            {
                foreach ((int pixel, float share) in Around(p))
                {
                    Spans.AddScaled(Pixel(y, p), Pixel(x, pixel), share);
                }
            }
        }
    }

    private void BackwardShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(_run.Input.Batch, 1, worker, workers);
        for (int b = from; b < to; b++)
        {
            Span<float> dx = _run.InputGradient(0).Slice(b * InputSize, InputSize);
            ReadOnlySpan<float> dy = _run.OutputGradient(0).Slice(b * OutputSize, OutputSize);
            dx.Clear();
            for (int p = 0; p < _rows.Length * _columns.Length; p++)
            {
                foreach ((int pixel, float share) in Around(p))
                {
                    Spans.AddScaled(Pixel(dx, pixel), Pixel(dy, p), share);
                }
            }
        }
    }

    /// <summary>The four pixels that a new one is the mean of, with their shares.</summary>
    private Four Around(int pixel)
    {
        (Place row, Place column) = (_rows[pixel / _columns.Length], _columns[pixel % _columns.Length]);
        int low = row.Low * _width, high = row.High * _width;
        Four four = default;
        four[0] = (low + column.Low, (1 - row.Part) * (1 - column.Part));
        four[1] = (low + column.High, (1 - row.Part) * column.Part);
        four[2] = (high + column.Low, row.Part * (1 - column.Part));
        four[3] = (high + column.High, row.Part * column.Part);
        return four;
    }

    private Span<float> Pixel(Span<float> values, int pixel) => values.Slice(pixel * _run.Input.Width, _run.Input.Width);

    private ReadOnlySpan<float> Pixel(ReadOnlySpan<float> values, int pixel) => values.Slice(pixel * _run.Input.Width, _run.Input.Width);

    /// <summary>Between which places of an axis the centres of the new ones lie.</summary>
    private static Place[] Places(int length, int factor)
    {
        var places = new Place[length * factor];
        for (int i = 0; i < places.Length; i++)
        {
            float centre = ((i + 0.5f) / factor) - 0.5f;
            int low = (int)Math.Floor(centre);
            places[i] = new Place(Math.Max(low, 0), Math.Min(low + 1, length - 1), centre - low);
        }
        return places;
    }

    /// <summary>Two neighbours, and the second one's share.</summary>
    private readonly record struct Place(int Low, int High, float Part);

    [System.Runtime.CompilerServices.InlineArray(4)]
    private struct Four
    {
        private (int Pixel, float Share) _first;
    }
}
