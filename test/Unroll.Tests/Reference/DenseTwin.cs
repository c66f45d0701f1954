namespace Unroll.Tests.Reference;

/// <summary>y = x · kernel + bias in double.</summary>
internal sealed class DenseTwin(int inputs, int units)
{
    public double[] Kernel { get; set; } = [];

    public double[] Bias { get; set; } = [];

    public double[] KernelGradient { get; private set; } = [];

    public double[] BiasGradient { get; private set; } = [];

    public double[] Forward(double[] x)
    {
        int rows = x.Length / inputs;
        double[] y = new double[rows * units];
        for (int r = 0; r < rows; r++)
        {
            for (int j = 0; j < units; j++)
            {
                double sum = Bias.Length == 0 ? 0 : Bias[j];
                for (int k = 0; k < inputs; k++)
                {
                    sum += x[(r * inputs) + k] * Kernel[(k * units) + j];
                }
                y[(r * units) + j] = sum;
            }
        }
        return y;
    }

    public double[] Backward(double[] x, double[] dy)
    {
        (KernelGradient, BiasGradient) = (new double[Kernel.Length], new double[Bias.Length]);
        double[] dx = new double[x.Length];
        for (int r = 0; r < x.Length / inputs; r++)
        {
            for (int j = 0; j < units; j++)
            {
                double d = dy[(r * units) + j];
                for (int k = 0; k < inputs; k++)
                {
                    KernelGradient[(k * units) + j] += x[(r * inputs) + k] * d;
                    dx[(r * inputs) + k] += d * Kernel[(k * units) + j];
                }
                if (Bias.Length > 0)
                {
                    BiasGradient[j] += d;
                }
            }
        }
        return dx;
    }
}

/// <summary>A table's rows, one for each token, in double.</summary>
internal static class EmbeddingTwin
{
    public static double[] Forward(double[] table, int width, int[] tokens)
    {
        double[] y = new double[tokens.Length * width];
        for (int i = 0; i < tokens.Length; i++)
        {
            Array.Copy(table, tokens[i] * width, y, i * width, width);
        }
        return y;
    }

    public static double[] Backward(int inputs, int width, int[] tokens, double[] dy)
    {
        double[] gradient = new double[inputs * width];
        for (int i = 0; i < dy.Length; i++)
        {
            gradient[(tokens[i / width] * width) + (i % width)] += dy[i];
        }
        return gradient;
    }
}
