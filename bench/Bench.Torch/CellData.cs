using TorchSharp;

namespace Bench;

/// <summary>Dense inputs, [steps, batch, units].</summary>
internal static class CellData
{
    public static torch.Tensor Inputs(Job job) => Create(5, job);

    public static torch.Tensor OutputGradient(Job job) => Create(6, job);

    private static torch.Tensor Create(ulong stream, Job job) => torch.tensor(
        Cells.TimeFirst<float>(Numbers.Uniform(stream, job.Batch * job.Steps * job.Units, 1), job.Batch, job.Steps), [job.Steps, job.Batch, job.Units]);
}
