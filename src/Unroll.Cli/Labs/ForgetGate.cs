namespace Unroll.Cli.Labs;

/// <summary>An LSTM's forget gate at the beginning.</summary>
internal static class ForgetGate
{
    /// <summary>Sets the bias of the forget gates, in a model that has not learned yet, and that of the other gates to 0.</summary>
    public static void Set(Model model, Layer lstm, float value)
    {
        var bias = model.Weight($"{lstm.Name}/bias");
        var values = new float[bias.Count];
        int units = values.Length / 4;
        values.AsSpan(units, units).Fill(value);
        bias.Set(values);
    }
}
