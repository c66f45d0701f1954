namespace Unroll.Kernels;

/// <summary>A thread's room for the copies of a product's operands and sums; the next product's take the place of the last's.</summary>
internal static unsafe class OperandRoom
{
    [ThreadStatic]
    private static FloatBuffer? t_left;

    [ThreadStatic]
    private static FloatBuffer? t_right;

    [ThreadStatic]
    private static FloatBuffer? t_sums;

    public static float* Left(int length) => Take(t_left ??= new FloatBuffer(), length);

    public static float* Right(int length) => Take(t_right ??= new FloatBuffer(), length);

    public static float* Sums(int length) => Take(t_sums ??= new FloatBuffer(), length);

    private static float* Take(FloatBuffer buffer, int length)
    {
        buffer.Resize(length);
        return buffer.Address();
    }
}
