using System.Runtime.InteropServices;
using Unroll.Kernels;

namespace Unroll;

internal sealed partial class ModelRun
{
    /// <summary>Brings some samples of an input in.</summary>
    public void Load(int input, DataArray data, ReadOnlySpan<int> samples)
    {
        if (data.AreTogether(samples, out ArraySegment<float> values))
        {
            data.Resize(Inputs[input], samples.Length);
            Copy(values, Inputs[input].Floats);
        }
        else
        {
            data.CopyTo(Inputs[input], samples);
        }
    }

    /// <summary>Has an input read where it stands, up to <see cref="TakeBack"/>, if it is floats that stand behind one another; else brings it in.</summary>
    public unsafe void Lend(int input, DataArray data, ReadOnlySpan<int> samples)
    {
        if (!data.AreTogether(samples, out ArraySegment<float> values))
        {
            Inputs[input].TakeBack();
            data.CopyTo(Inputs[input], samples);
            return;
        }
        if (!_pins[input].IsAllocated || _pins[input].Target != values.Array)
        {
            _pins[input].Dispose();
            _pins[input] = new PinnedGCHandle<float[]?>(values.Array);
        }
        Inputs[input].Lend(_pins[input].GetAddressOfArrayData() + values.Offset, values.Count);
        data.Resize(Inputs[input], samples.Length);
    }

    /// <summary>Ends the loans of inputs and outputs.</summary>
    public void TakeBack()
    {
        for (int i = 0; i < _pins.Length; i++)
        {
            Inputs[i].TakeBack();
            _pins[i].Dispose();
        }
        foreach (TensorValue output in Outputs)
        {
            output.TakeBack();
        }
    }

    /// <summary>Copies floats on all threads.</summary>
    public void Copy(ReadOnlySpan<float> source, Span<float> target) => _copy.Copy(Team.Current, source, target);
}
