namespace Unroll;

/// <summary>A dropout of whole channels: one draw for all places of a sample.</summary>
public abstract class SpatialDropout : NoiseLayer
{
    private protected SpatialDropout(float rate)
        : base(rate)
    {
    }

    internal override bool WorksByStep => false;

    internal override void Fill(Span<float> factors, LayerRun run, int sample)
    {
        int features = run.Input.Width, size = run.Input.Count / run.Input.Batch;
        for (int at = 0; at < factors.Length; at += size, sample++)
        {
            Span<float> first = factors.Slice(at, features);
            DropoutFactors.Fill(first, Rate, run.Random(0), run.Step, sample * features);
            for (int place = features; place < size; place += features)
            {
                first.CopyTo(factors[(at + place)..]);
            }
        }
    }
}
