using Unroll.Kernels;

namespace Unroll;

/// <summary>The LSTM with any activations. Gates: i, f, g, o.</summary>
internal sealed class GeneralLstmCell(Activation activation, Activation recurrent, ScanState s) : GeneralCell(s, 4)
{
    protected override void ForwardRow(int t, int row)
    {
        int n = Units;
        Span<float> sums = Sums(t, row);
        Span<float> gates = Gates(t, row);
        for (int gate = 0; gate < 4; gate++)
        {
            Gather(t, row, gate, sums.Slice(gate * n, n));
            (gate == 2 ? activation : recurrent).Forward(sums.Slice(gate * n, n), gates.Slice(gate * n, n), n);
        }
        Span<float> c = Before(State.C, t, row);
        Span<float> next = After(State.C, t, row);
        Span<float> active = Once(State.TanhC, t, row);
        Span<float> h = After(State.H, t, row);
        for (int u = 0; u < n; u++)
        {
            next[u] = Flush((gates[n + u] * c[u]) + (gates[u] * gates[(2 * n) + u]));
        }
        activation.Forward(next, active, n);
        for (int u = 0; u < n; u++)
        {
            h[u] = Flush(gates[(3 * n) + u] * active[u]);
        }
    }

    protected override void BackwardRow(int t, int row, bool own)
    {
        int n = Units;
        Span<float> d = Scratch(row);
        Span<float> dActive = d.Slice(4 * n, n);
        Span<float> dState = d.Slice(5 * n, n);
        Span<float> gates = Gates(t, row, own);
        Span<float> sums = Sums(t, row, own);
        Span<float> dh = Gradient(State.DH, row);
        Span<float> dc = Gradient(State.DC, row);
        ReadOnlySpan<float> c = Before(Kept(own).C, t, row, own);
        ReadOnlySpan<float> next = After(Kept(own).C, t, row, own);
        ReadOnlySpan<float> active = Once(Kept(own).TanhC, t, row, own);
        for (int u = 0; u < n; u++)
        {
            dActive[u] = dh[u] * gates[(3 * n) + u];
        }
        activation.Backward(next, active, dActive, dState, n);
        for (int u = 0; u < n; u++)
        {
            float state = dState[u] + dc[u];
            d[u] = state * gates[(2 * n) + u];
            d[n + u] = state * c[u];
            d[(2 * n) + u] = state * gates[u];
            d[(3 * n) + u] = dh[u] * active[u];
            dc[u] = Flush(state * gates[n + u]);
            dh[u] = 0;
        }
        for (int gate = 0; gate < 4; gate++)
        {
            Span<float> part = d.Slice(gate * n, n);
            (gate == 2 ? activation : recurrent).Backward(sums.Slice(gate * n, n), gates.Slice(gate * n, n), part, part, n);
            Scatter(part, t, row, gate);
        }
    }
}

/// <summary>The GRU with any activations, in both its versions. Gates: z, r, g, and the recurrent product of the candidate.</summary>
internal sealed class GeneralGruCell(Activation activation, Activation recurrent, bool resetAfter, ScanState s) : GeneralCell(s, 4)
{
    private const int Inner = 0;
    private const int Z = 1;
    private const int R = 2;
    private const int G = 3;

    protected override void ForwardRow(int t, int row)
    {
        int n = Units;
        Span<float> sums = Sums(t, row);
        Span<float> gates = Gates(t, row);
        for (int slot = 0; slot < 4; slot++)
        {
            Gather(t, row, slot, sums.Slice(slot * n, n));
        }
        recurrent.Forward(sums.Slice(Z * n, n), gates.Slice(Z * n, n), n);
        recurrent.Forward(sums.Slice(R * n, n), gates.Slice(R * n, n), n);
        Span<float> r = gates.Slice(R * n, n);
        if (resetAfter)
        {
            Span<float> candidate = sums.Slice(G * n, n);
            for (int u = 0; u < n; u++)
            {
                candidate[u] += r[u] * sums[(Inner * n) + u];
            }
            Finish(t, row);
            return;
        }
        Span<float> reset = Once(State.ResetH, t, row);
        Span<float> h = Before(State.H, t, row);
        for (int u = 0; u < n; u++)
        {
            reset[u] = r[u] * h[u];
        }
    }

    protected override void ForwardCandidateRow(int t, int row)
    {
        Gather(t, row, G, Sums(t, row).Slice(G * Units, Units));
        Finish(t, row);
    }

    private void Finish(int t, int row)
    {
        int n = Units;
        Span<float> gates = Gates(t, row);
        activation.Forward(Sums(t, row).Slice(G * n, n), gates.Slice(G * n, n), n);
        Span<float> h = Before(State.H, t, row);
        Span<float> next = After(State.H, t, row);
        for (int u = 0; u < n; u++)
        {
            float z = gates[(Z * n) + u];
            next[u] = Flush((z * h[u]) + ((1 - z) * gates[(G * n) + u]));
        }
    }

    protected override void BackwardRow(int t, int row, bool own)
    {
        int n = Units;
        Span<float> d = Scratch(row);
        Span<float> dz = d.Slice(Z * n, n);
        Span<float> dr = d.Slice(R * n, n);
        Span<float> dg = d.Slice(G * n, n);
        Span<float> gates = Gates(t, row, own);
        Span<float> sums = Sums(t, row, own);
        Span<float> dh = Gradient(State.DH, row);
        ReadOnlySpan<float> h = Before(Kept(own).H, t, row, own);
        for (int u = 0; u < n; u++)
        {
            float z = gates[(Z * n) + u];
            dg[u] = dh[u] * (1 - z);
            dz[u] = dh[u] * (h[u] - gates[(G * n) + u]);
            dh[u] = Flush(dh[u] * z);
        }
        activation.Backward(sums.Slice(G * n, n), gates.Slice(G * n, n), dg, dg, n);
        recurrent.Backward(sums.Slice(Z * n, n), gates.Slice(Z * n, n), dz, dz, n);
        Scatter(dg, t, row, G);
        Scatter(dz, t, row, Z);
        Span<float> inner = d.Slice(Inner * n, n);
        for (int u = 0; u < n; u++)
        {
            dr[u] = resetAfter ? dg[u] * sums[(Inner * n) + u] : 0;
            inner[u] = resetAfter ? dg[u] * gates[(R * n) + u] : 0;
        }
        if (resetAfter)
        {
            recurrent.Backward(sums.Slice(R * n, n), gates.Slice(R * n, n), dr, dr, n);
        }
        Scatter(dr, t, row, R);
        Scatter(inner, t, row, Inner);
    }

    protected override void BackwardCandidateRow(int t, int row, bool own)
    {
        int n = Units;
        Span<float> dr = Scratch(row).Slice(R * n, n);
        Span<float> gates = Gates(t, row, own);
        Span<float> dh = Gradient(State.DH, row);
        ReadOnlySpan<float> dReset = Gradient(State.DProduct, row);
        ReadOnlySpan<float> h = Before(Kept(own).H, t, row, own);
        for (int u = 0; u < n; u++)
        {
            dr[u] = dReset[u] * h[u];
            dh[u] = Flush(dh[u] + (dReset[u] * gates[(R * n) + u]));
        }
        recurrent.Backward(Sums(t, row, own).Slice(R * n, n), gates.Slice(R * n, n), dr, dr, n);
        Scatter(dr, t, row, R);
    }
}

/// <summary>The plain recurrence with any activation.</summary>
internal sealed class GeneralSimpleRnnCell(Activation activation, ScanState s) : GeneralCell(s, 1)
{
    protected override void ForwardRow(int t, int row)
    {
        Span<float> sums = Sums(t, row);
        Gather(t, row, 0, sums);
        Span<float> h = Gates(t, row);
        activation.Forward(sums, h, Units);
        Span<float> next = After(State.H, t, row);
        for (int u = 0; u < h.Length; u++)
        {
            next[u] = Flush(h[u]);
        }
    }

    protected override void BackwardRow(int t, int row, bool own)
    {
        Span<float> d = Scratch(row)[..Units];
        Span<float> dh = Gradient(State.DH, row);
        activation.Backward(Sums(t, row, own), Gates(t, row, own), dh, d, Units);
        dh.Clear();
        Scatter(d, t, row, 0);
    }
}
