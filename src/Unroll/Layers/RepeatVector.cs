using Unroll.Kernels;

namespace Unroll;

/// <summary>The same vector at each of some steps: [batch, features] to [batch, steps, features]. Keras's RepeatVector.</summary>
public sealed class RepeatVector : Layer
{
    /// <summary>Repeats a vector <paramref name="steps"/> times.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public RepeatVector(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        Steps = steps;
    }

    /// <summary>How often; Keras's <c>n</c>.</summary>
    public int Steps { get; }

    internal override string ClassName => "RepeatVector";

    internal override string DefaultName => "repeat_vector";

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        if (inputs[0].Shape.Rank != 2)
        {
            Throw.Shape($"{this} expects inputs of shape [batch, features], but got {inputs[0].Shape}. Take ReturnSequences from the layer before it, or flatten.");
        }
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [new Shape(inputs[0][0], Steps, inputs[0][1])];

    internal override object NewCache() => new RepeatRun();

    internal override void Forward(LayerRun run)
    {
        run.Output.Resize(run.Input.Batch, Steps, run.Input.Width);
        run.Cache<RepeatRun>().Forward(run);
    }

    internal override void Backward(LayerRun run) => run.Cache<RepeatRun>().Backward();

    /// <summary>One call. A worker owns samples.</summary>
    private sealed class RepeatRun
    {
        private readonly Action<int, int> _forward;
        private readonly Action<int, int> _backward;
        private LayerRun _run = null!;

        public RepeatRun() => (_forward, _backward) = (ForwardShare, BackwardShare);

        private int Features => _run.Input.Width;

        private int Size => _run.Output.Dimensions[1] * Features;

        public void Forward(LayerRun run)
        {
            _run = run;
            run.Team.Run(_forward, run.Output.Count);
        }

        public void Backward() => _run.Team.Run(_backward, _run.Output.Count);

        private void ForwardShare(int worker, int workers)
        {
            (int from, int to) = Team.Share(_run.Input.Batch, 1, worker, workers);
            for (int b = from; b < to; b++)
            {
                ReadOnlySpan<float> x = _run.Input.Floats.Slice(b * Features, Features);
                Span<float> y = _run.Output.Floats.Slice(b * Size, Size);
                for (int at = 0; at < y.Length; at += x.Length)
                {
                    x.CopyTo(y[at..]);
                }
            }
        }

        private void BackwardShare(int worker, int workers)
        {
            (int from, int to) = Team.Share(_run.Input.Batch, 1, worker, workers);
            for (int b = from; b < to; b++)
            {
                Span<float> dx = _run.InputGradient(0).Slice(b * Features, Features);
                ReadOnlySpan<float> dy = _run.OutputGradient(0).Slice(b * Size, Size);
                dx.Clear();
                for (int at = 0; at < dy.Length; at += dx.Length)
                {
                    Spans.AddTo(dx, dy.Slice(at, dx.Length));
                }
            }
        }
    }
}
