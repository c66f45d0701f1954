namespace Bench;

/// <summary>The catalogue's layers: a training step of each.</summary>
internal static class LayersPlan
{
    private static readonly int[] s_batches = [32, 128];

    public static Results Run(Results results, int rounds)
    {
        Contestant[] contestants = Contestant.Start(Contestant.Unroll, Contestant.Torch);
        foreach (int batch in results.Quick ? s_batches[..1] : s_batches)
        {
            foreach (LayerKind layer in Enum.GetValues<LayerKind>())
            {
                Console.Error.WriteLine($"batch {batch}: {Groups.Text(layer)}");
                Series[] series = Match.Play(contestants, new Job(Work.LayerStep) { Layer = layer, Batch = batch }, rounds);
                results.Measurements.AddRange(series.Select(s => s.ToMeasurement(Groups.Layers(batch), Groups.Text(layer))));
            }
        }
        Contestant.Stop(contestants);
        return results;
    }
}
