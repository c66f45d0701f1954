using Unroll.Kernels;

namespace Unroll;

/// <summary>What one training or evaluation computes <see cref="Ctc"/> with. Each thread owns rows, so that the bits don't depend on how many there are.</summary>
internal sealed class CtcRun
{
    private readonly Action<int, int> _share;
    private CtcLattice[] _lattices = [];
    private TensorValue? _labels;
    private TensorValue? _output;
    private float[] _values = [];
    private int _firstRow;
    private bool _gradient;

    public CtcRun() => _share = Share;

    /// <summary>Computes the loss of each row of an output, and where asked its gradient there.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="labels">The batch's labels.</param>
    /// <param name="output">A part of the batch's predictions, with their mask.</param>
    /// <param name="firstRow">Where the part begins in the batch.</param>
    /// <param name="values">The result, of the batch.</param>
    /// <param name="gradient">Whether the gradient is wanted, each row's unweighted.</param>
    public void Run(Team team, TensorValue labels, TensorValue output, int firstRow, float[] values, bool gradient)
    {
        (_labels, _output, _firstRow, _values, _gradient) = (labels, output, firstRow, values, gradient);
        while (_lattices.Length < team.Size)
        {
            _lattices = [.. _lattices, new CtcLattice()];
        }
        Batch().Check();
        if (gradient)
        {
            // Makes room, before several threads look at it.
            _ = output.Gradient;
        }
        team.Run(_share, output.Count);
    }

    private void Share(int worker, int workers)
    {
        CtcBatch batch = Batch();
        (int from, int to) = Team.Share(_output!.Batch, 1, worker, workers);
        for (int row = from; row < to; row++)
        {
            _values[_firstRow + row] = batch.Value(row, _lattices[worker], _gradient ? _output.Gradient : default);
        }
    }

    private CtcBatch Batch()
    {
        int rows = _output!.Batch, each = _labels!.Count / _labels.Batch;
        ReadOnlySpan<byte> mask = _output.Mask is { } given ? given.Bools : default;
        return new CtcBatch(OutputObjective.TargetsOf(_labels).Slice(_firstRow * each, rows * each), _output.Floats, _output.Width, mask, rows);
    }
}
