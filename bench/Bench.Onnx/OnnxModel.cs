using Microsoft.ML.OnnxRuntime;

namespace Bench;

/// <summary>A session with all optimisations and the job's threads; inputs and outputs stand in memory that it was given beforehand.</summary>
internal sealed class OnnxModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly string[] _outputs;

    public OnnxModel(byte[] model, string output, int threads)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
        };
        _session = new InferenceSession(model, options);
        _outputs = [output];
    }

    public void Run(OrtValue x, OrtValue y) => _session.Run(_options, ["x"], [x], _outputs, [y]);

    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }
}
