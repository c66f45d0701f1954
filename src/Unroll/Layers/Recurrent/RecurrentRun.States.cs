using Unroll.Kernels;

namespace Unroll;

internal sealed partial class RecurrentRun
{
    /// <summary>Each row's state stands ready at the step at which it begins.</summary>
    private void SetInitialState()
    {
        float[][]? kept = KeepsState && !HasInitialState ? _run.KeptState(_s.Batch * _s.Layout.Units) : null;
        if (_s.HasRecurrentDropout)
        {
            DrawRecurrentDropout();
        }
        for (int place = 0; place < _s.Batch; place++)
        {
            ReadOnlySpan<float> h = HasInitialState ? _run.Inputs[1].Floats : kept is not null ? kept[0] : default;
            SetState(_s.H, place, h);
            if (HasC)
            {
                ReadOnlySpan<float> c = HasInitialState ? _run.Inputs[2].Floats : kept is not null ? kept[1] : default;
                SetState(_s.C, place, c);
            }
            if (_s.HasRecurrentDropout)
            {
                _run.Kernels.ScanDrop(_s, new ScanPart(place, place + 1, 0, _s.Layout.Blocks, null), _plan.Begin[place], 1);
            }
        }
    }

    private void SetState(FloatBuffer buffer, int place, ReadOnlySpan<float> given)
    {
        Span<float> target = StateAt(_s, buffer, _plan.Begin[place], place);
        target.Clear();
        if (!given.IsEmpty)
        {
            given.Slice(_plan.Order[place] * _s.Layout.Units, _s.Layout.Units).CopyTo(target);
        }
    }

    private static Span<float> StateAt(ScanState s, FloatBuffer state, int step, int place) =>
        state.Span.Slice((int)((s.StateRowsBefore(step) + place) * s.Layout.UnitStride), s.Layout.UnitStride);

    private void DrawRecurrentDropout()
    {
        (int units, int stride) = (_s.Layout.Units, _s.Layout.UnitStride);
        _s.RecurrentFactors.Resize((long)_s.Batch * stride);
        for (int place = 0; place < _s.Batch; place++)
        {
            Span<float> row = _s.RecurrentFactors.Span.Slice(place * stride, stride);
            DropoutFactors.Fill(row[..units], Layer.RecurrentDropout, _run.Random(1), _run.Step, _plan.Order[place] * units);
            row[units..].Clear();
        }
    }

    /// <summary>The steps that rows share before they begin are computed once; at inference they are kept as long as the weights stay the same.</summary>
    private void SharePrefix(TokenLookup lookup)
    {
        Counts = Counts with { PrefixRows = 0 };
        if (_s.Prefix is null)
        {
            return;
        }
        int steps = _plan.PrefixSteps;
        bool known = !_s.Keep && _prefix.Keep && _prefixVersions == _packedVersions && _prefixOf.Token == _plan.PrefixToken
            && _prefixOf.Table == lookup.Table.Version && _prefixOf.Steps >= steps;
        if (!known)
        {
            ComputePrefix(steps);
            (_prefixVersions, _prefixOf) = (_packedVersions, (_plan.PrefixToken, steps, lookup.Table.Version));
            Counts = Counts with { PrefixRows = steps };
        }
        for (int place = 0; place < _s.Batch; place++)
        {
            int begin = _plan.Begin[place];
            StateAt(_prefix, _prefix.H, begin, 0).CopyTo(StateAt(_s, _s.H, begin, place));
            if (HasC)
            {
                StateAt(_prefix, _prefix.C, begin, 0).CopyTo(StateAt(_s, _s.C, begin, place));
            }
        }
    }

    private void ComputePrefix(int steps)
    {
        (_prefix.Steps, _prefix.Keep) = (steps, true);
        if (_prefix.Active.Length != steps)
        {
            _prefix.Active = new int[steps];
            Array.Fill(_prefix.Active, 1);
        }
        (_prefix.Table, _prefix.TableRoom, _prefix.Entries) = (_s.Table, _s.TableRoom, _tokens.PrefixEntries);
        CopyWeights(_s.Recurrent, _prefix.Recurrent);
        if (_candidateColumns is not null)
        {
            CopyWeights(_s.Candidate, _prefix.Candidate);
        }
        Reserve(_prefix, hasTable: true);
        _prefix.H.Span[.._s.Layout.UnitStride].Clear();
        if (HasC)
        {
            _prefix.C.Span[.._s.Layout.UnitStride].Clear();
        }
        Scan(_prefix, 0, steps, back: false);
    }

    private static void CopyWeights(FloatBuffer from, FloatBuffer to)
    {
        to.Resize(from.Length);
        from.Span.CopyTo(to.Span);
    }
}
