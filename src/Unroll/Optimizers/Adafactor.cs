using System.Runtime.CompilerServices;
using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// Adafactor (Keras: <c>Adafactor</c>; Shazeer and Stern, 2018). With g the gradient of step t, <c>q = g² + Epsilon1</c> and <c>b = 1 - t^Beta2Decay</c>, a weight of two
/// or more axes keeps of its last two the mean squares of rows and of columns, <c>R = b R + (1 - b) mean(q)</c> and <c>C</c> likewise, and <c>v = R C / mean(R)</c>;
/// another weight keeps <c>v = b v + (1 - b) q</c>. Then <c>u = g / sqrt(v)</c> and <c>w -= a u / max(1, rms(u) / ClipThreshold)</c>,
/// with <c>a = max(Epsilon2, rms(w)) min(LearningRate, 1 / sqrt(t))</c>.
/// </summary>
public sealed class Adafactor : Optimizer
{
    /// <summary>How what a step keeps of the mean squares grows with the steps. Keras: <c>beta_2_decay</c>.</summary>
    public double Beta2Decay { get; init; } = -0.8;

    /// <summary>Keeps the divisor from zero. Keras: <c>epsilon_1</c>.</summary>
    public double Epsilon1 { get; init; } = 1e-30;

    /// <summary>The least size of a weight that its steps are in proportion to. Keras: <c>epsilon_2</c>.</summary>
    public double Epsilon2 { get; init; } = 1e-3;

    /// <summary>The root mean square of u above which it is scaled down to it.</summary>
    public double ClipThreshold { get; init; } = 1;

    /// <summary>Whether the learning rate is at most 1 / sqrt(t). The size of a step is that in any case, in Keras too.</summary>
    public bool RelativeStep { get; init; } = true;

    private protected override bool UsesSquares => true;

    /// <summary>R, or v, and C; each at the beginning of the weight's range.</summary>
    internal override int SlotCount => 2;

    internal override IReadOnlyDictionary<string, object?> Config
    {
        get
        {
            Dictionary<string, object?> config = BaseConfig("adafactor");
            config["beta_2_decay"] = Beta2Decay;
            config["epsilon_1"] = Epsilon1;
            config["epsilon_2"] = Epsilon2;
            config["clip_threshold"] = ClipThreshold;
            config["relative_step"] = RelativeStep;
            return config;
        }
    }

    private protected override void Update(OptimizerStep step, Span<float> weights, Span<float> gradient, ReadOnlySpan<float> squares, OptimizerSlots slots)
    {
        double keep = 1 - DoubleMath.Pow(step.Number, Beta2Decay);
        double size = Math.Max(Epsilon2, RootMeanSquare(weights)) * Math.Min(step.Rate, 1 / Math.Sqrt(step.Number));
        ReadOnlySpan<int> shape = step.Weight is { } weight ? weight.Shape : [weights.Length];
        if (shape.Length < 2)
        {
            OptimizerKernel.Run(new SquaresStep((float)keep, (float)(1 - keep), (float)Epsilon1), weights, gradient, squares, slots);
            OptimizerKernel.Run(new DirectionStep(1), gradient, slots.First, default, default);
        }
        else
        {
            int rows = shape[^2], columns = shape[^1], each = rows * columns;
            for (int i = 0; i * each < weights.Length; i++)
            {
                Factor(
                    keep, gradient.Slice(i * each, each), squares.IsEmpty ? default : squares.Slice(i * each, each),
                    slots.First.Slice(i * rows, rows), slots.Second.Slice(i * columns, columns));
            }
        }

        // u has taken the gradient's place.
        double rate = size / Math.Max(1, RootMeanSquare(gradient) / ClipThreshold);
        OptimizerKernel.Run(new DescendStep((float)rate), weights, gradient, default, default);
    }

    /// <summary>Takes a matrix's gradient into R and C, and makes it u.</summary>
    private void Factor(double keep, Span<float> gradient, ReadOnlySpan<float> squares, Span<float> ofRows, Span<float> ofColumns)
    {
        double gain = 1 - keep, mean = 0;
        int columns = ofColumns.Length;
        Spans.Scale(ofColumns, (float)keep);
        var addToColumns = new ColumnStep((float)(gain / ofRows.Length), (float)(gain * Epsilon1 / ofRows.Length));
        for (int r = 0; r < ofRows.Length; r++)
        {
            ReadOnlySpan<float> row = gradient.Slice(r * columns, columns), own = squares.IsEmpty ? default : squares.Slice(r * columns, columns);
            double sum = own.IsEmpty ? SquareSum.Of(row) : SquareSum.Plain(own);
            ofRows[r] = (float)(keep * ofRows[r] + gain * (sum / columns + Epsilon1));
            mean += ofRows[r];
            OptimizerKernel.Run(addToColumns, ofColumns, row, own, default);
        }

        mean /= ofRows.Length;
        for (int r = 0; r < ofRows.Length; r++)
            OptimizerKernel.Run(new DirectionStep((float)Math.Sqrt(mean / ofRows[r])), gradient.Slice(r * columns, columns), ofColumns, default, default);
    }

    private static double RootMeanSquare(ReadOnlySpan<float> x) => Math.Sqrt(SquareSum.Of(x) / x.Length);

    /// <summary>v of a weight that is not factored, in slot a.</summary>
    private readonly struct SquaresStep(float keep, float gain, float epsilon) : IOptimizerStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<S, V, I>(ref V w, V g, V q, ref V a, ref V b, ref V c)
            where S : struct, ISimd<V, I>
            where V : struct
            where I : struct =>
            a = Elementary<S, V, I>.FlushSubnormal(S.Fma(S.Set(keep), a, S.Multiply(S.Set(gain), S.Add(q, S.Set(epsilon)))));
    }

    /// <summary>C, as w, with one row's squares.</summary>
    private readonly struct ColumnStep(float gain, float epsilon) : IOptimizerStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<S, V, I>(ref V w, V g, V q, ref V a, ref V b, ref V c)
            where S : struct, ISimd<V, I>
            where V : struct
            where I : struct => w = S.Add(w, S.Fma(S.Set(gain), q, S.Set(epsilon)));
    }

    /// <summary>w becomes u, from v or C as g; the scale is that of the row.</summary>
    private readonly struct DirectionStep(float scale) : IOptimizerStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<S, V, I>(ref V w, V g, V q, ref V a, ref V b, ref V c)
            where S : struct, ISimd<V, I>
            where V : struct
            where I : struct => w = S.Multiply(S.Divide(w, S.Sqrt(g)), S.Set(scale));
    }
}
