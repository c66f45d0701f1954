using Unroll.Kernels;

namespace Unroll;

internal sealed partial class RecurrentRun
{
    /// <summary>Brings the weights into the layout that the products read, if they have changed since.</summary>
    private void Pack()
    {
        var versions = (Layer.Kernel.Version, Layer.Recurrent.Version, Layer.Bias?.Version ?? 0);
        if (_packedVersions == versions)
        {
            return;
        }
        _packedVersions = versions;
        GateLayout layout = _s.Layout;
        int inputs = Layer.Kernel.Shape[0];
        _kernel.Resize((long)inputs * InputColumns.Width);
        _s.Recurrent.Resize((long)layout.Units * RecurrentColumns.Width);
        if (_candidateColumns is not null)
        {
            _s.Candidate.Resize((long)layout.Units * _candidateColumns.Width);
        }
        RunParallel(_pack, WorkOfCopy * (Layer.Kernel.Count + Layer.Recurrent.Count));
        _s.Bias.Resize((long)layout.Blocks * PanelLayout.Width);
        _s.Bias.Span.Clear();
        if (Layer.Bias is not null)
        {
            AddBias(Layer.InputBias, Layer.InputGates);
            if (Layer.RecurrentBias.Length > 0)
            {
                AddBias(Layer.RecurrentBias, Layer.RecurrentGates);
            }
        }
    }

    private void PackPart(int worker, int workers)
    {
        GateLayout layout = _s.Layout;
        (int from, int to) = Team.Share(layout.Blocks, 1, worker, workers);
        InputColumns.Pack(Layer.Kernel.Values, Layer.Kernel.Shape[0], _kernel.Span, from, to);
        RecurrentColumns.Pack(Layer.Recurrent.Values, layout.Units, _s.Recurrent.Span, from, to);
        _candidateColumns?.Pack(Layer.Recurrent.Values, layout.Units, _s.Candidate.Span, from, to);
    }

    private void AddBias(ReadOnlySpan<float> bias, int[] gateOfSlot)
    {
        GateLayout layout = _s.Layout;
        for (int b = 0; b < layout.Blocks; b++)
        {
            for (int slot = 0; slot < layout.Slots; slot++)
            {
                if (gateOfSlot[slot] < 0)
                {
                    continue;
                }
                int from = (gateOfSlot[slot] * layout.Units) + (b * layout.UnitsInBlock);
                Spans.AddTo(_s.Bias.Span.Slice((b * PanelLayout.Width) + (slot * layout.UnitsOf(b)), layout.RealUnitsOf(b)), bias[from..]);
            }
        }
    }

    /// <summary>Whether the inputs and h can be multiplied as one: nothing is kept, each gate has one sum, and there are rows enough for whole tiles.</summary>
    private bool CanJoin(int features) =>
        !_s.Keep && _s.General is null && !_s.HasRecurrentDropout && Layer.InputGates.AsSpan().SequenceEqual(Layer.RecurrentGates)
        && (long)(features + _s.Layout.Units) * RecurrentColumns.Width <= LargestJoined && _s.Batch >= 2 * RowGrain * _run.Team.Size;

    private void Join(TensorValue input)
    {
        (_joined.X, _joined.Inputs, _joined.Backwards, _joined.Order) = (input.Storage, input.Width, Layer.GoBackwards, _plan.Order);
        _joined.Rows.Resize((long)_s.Batch * (_joined.First + _s.Layout.UnitStride));
        if (_joinedVersions != _packedVersions)
        {
            _joinedVersions = _packedVersions;
            _joined.Kernels.Resize((long)(_joined.Inputs + _s.Layout.Units) * RecurrentColumns.Width);
            RecurrentColumns.Pack(Layer.Kernel.Values, _joined.Inputs, Layer.Recurrent.Values, _s.Layout.Units, _joined.Kernels.Span, 0, _s.Layout.Blocks);
        }
    }
}
