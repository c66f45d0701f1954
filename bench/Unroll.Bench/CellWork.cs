namespace Bench;

/// <summary>The floating-point operations of a recurrent layer's products.</summary>
internal static class CellWork
{
    /// <summary>x·W and h·U for each row and step; in training also what goes back to x and h, and to W and U.</summary>
    public static double Flops(Job job)
    {
        double forward = 2.0 * job.Cell.Gates() * job.Units * (2 * job.Units) * job.Batch * job.Steps;
        return job.Work == Work.TrainStep ? 3 * forward : forward;
    }
}
