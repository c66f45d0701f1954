using Unroll.Kernels;

namespace Unroll;

internal sealed partial class RecurrentRun
{
    private readonly ScanHook _stepDone;
    private bool _isMasked;

    private void PrepareOutputs()
    {
        (int batch, int units) = (_s.Batch, _s.Layout.Units);
        if (Layer.ReturnSequences)
        {
            _run.Output.Resize(batch, _s.Steps, units);
            _run.Output.Mask = _run.Mask;
        }
        else
        {
            _run.Output.Resize(batch, units);
        }
        _run.Outputs[1].Resize(batch, units);
        if (HasC)
        {
            _run.Outputs[2].Resize(batch, units);
        }
        _s.StepDone = Layer.ReturnSequences ? _stepDone : null;
    }

    /// <summary>Whether a step's output is h; before a row's first real step, and at masked steps where zeros are asked for, it is 0.</summary>
    private bool Speaks(int t, int place)
    {
        if (!_isMasked)
        {
            return true;
        }
        return Layer.ZeroOutputForMask ? _plan.Mask[(t * _s.Batch) + place] != 0 : _run.Streams || t >= _plan.Begin[place];
    }

    private void WriteStep(int t, in ScanPart part, int rows)
    {
        (int from, int count) = UnitsOf(part);
        for (int r = 0; r < rows; r++)
        {
            int place = part.FirstRow + r;
            Span<float> step = OutputStep(t, place).Slice(from, count);
            if (Speaks(t, place))
            {
                StateAt(_s, _s.H, t + 1, place).Slice(from, count).CopyTo(step);
            }
            else
            {
                step.Clear();
            }
        }
    }

    private (int From, int Count) UnitsOf(in ScanPart part)
    {
        int from = part.FirstBlock * _s.Layout.UnitsInBlock;
        return (from, Math.Min(part.EndBlock * _s.Layout.UnitsInBlock, _s.Layout.Units) - from);
    }

    private Span<float> OutputStep(int t, int place) =>
        _run.Output.Floats.Slice(((_plan.Order[place] * _s.Steps) + t) * _s.Layout.Units, _s.Layout.Units);

    /// <summary>Final states, last outputs, and the outputs of steps that were not computed row by row.</summary>
    private void FinishOutputs()
    {
        int units = _s.Layout.Units;
        for (int place = 0; place < _s.Batch; place++)
        {
            int row = _plan.Order[place];
            ReadOnlySpan<float> h = StateAt(_s, _s.H, _plan.End[place], place)[..units];
            h.CopyTo(_run.Outputs[1].Floats[(row * units)..]);
            if (HasC)
            {
                StateAt(_s, _s.C, _plan.End[place], place)[..units].CopyTo(_run.Outputs[2].Floats[(row * units)..]);
            }
            if (Layer.ReturnSequences)
            {
                FinishSequence(place, h);
            }
            else
            {
                Span<float> output = _run.Output.Floats.Slice(row * units, units);
                if (Speaks(_s.Steps - 1, place))
                {
                    h.CopyTo(output);
                }
                else
                {
                    output.Clear();
                }
            }
        }
        if (KeepsState)
        {
            _run.KeepState();
        }
    }

    private void FinishSequence(int place, ReadOnlySpan<float> last)
    {
        int units = _s.Layout.Units;
        for (int t = 0; t < _plan.Begin[place]; t++)
        {
            if (_s.Prefix is not null)
            {
                StateAt(_prefix, _prefix.H, t + 1, 0)[..units].CopyTo(OutputStep(t, place));
            }
            else if (Speaks(t, place))
            {
                StateAt(_s, _s.H, _plan.Begin[place], place)[..units].CopyTo(OutputStep(t, place));
            }
            else
            {
                OutputStep(t, place).Clear();
            }
        }
        for (int t = _plan.End[place]; t < _s.Steps; t++)
        {
            if (Speaks(t, place))
            {
                last.CopyTo(OutputStep(t, place));
            }
            else
            {
                OutputStep(t, place).Clear();
            }
        }
    }
}
