using System.Diagnostics.CodeAnalysis;

namespace Unroll;

/// <summary>The one place where the library raises its errors. A message says what was received, what was expected, and what to do.</summary>
internal static class Throw
{
    /// <summary>What an error says, on one line and without .NET's note on which parameter it was, for another error to say.</summary>
    public static string Reason(Exception e)
    {
        string message = e.Message;
        if (e is ArgumentException { ParamName: { } name }) message = message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal);
        return message.ReplaceLineEndings(" ");
    }

    [DoesNotReturn]
    public static void Argument(string message, string? parameter = null) => throw new ArgumentException(message, parameter);

    [DoesNotReturn]
    public static T Argument<T>(string message, string? parameter = null) => throw new ArgumentException(message, parameter);

    [DoesNotReturn]
    public static void State(string message) => throw new InvalidOperationException(message);

    [DoesNotReturn]
    public static T State<T>(string message) => throw new InvalidOperationException(message);

    [DoesNotReturn]
    public static void Shape(string message) => throw new ShapeException(message);

    [DoesNotReturn]
    public static T Shape<T>(string message) => throw new ShapeException(message);

    [DoesNotReturn]
    public static void File(string path, string message) => throw new ModelFileException($"{path}: {message}");

    [DoesNotReturn]
    public static T File<T>(string path, string message) => throw new ModelFileException($"{path}: {message}");

    /// <summary>A line of a text file that can't be read.</summary>
    [DoesNotReturn]
    public static void Line(string path, int line, string message) => throw new InvalidDataException($"{path}, line {line}: {message}");

    /// <inheritdoc cref="Line(string, int, string)"/>
    [DoesNotReturn]
    public static T Line<T>(string path, int line, string message) => throw new InvalidDataException($"{path}, line {line}: {message}");

    [DoesNotReturn]
    public static void DataFile(string path, string message) => throw new InvalidDataException($"{path}: {message}");

    [DoesNotReturn]
    public static T DataFile<T>(string path, string message) => throw new InvalidDataException($"{path}: {message}");

    [DoesNotReturn]
    public static void Write(string path, Exception inner) =>
        throw new IOException($"{path}: could not be written, and what stood there is unchanged: {inner.Message} Free some space, or choose a folder that can be written to.", inner);

    [DoesNotReturn]
    public static void Config(string message) => throw new ModelConfigException(message);

    [DoesNotReturn]
    public static T Config<T>(string message) => throw new ModelConfigException(message);

    [DoesNotReturn]
    public static void Data(string message, Exception? inner = null) => throw new DataSourceException(message, inner);

    [DoesNotReturn]
    public static T Data<T>(string message, Exception? inner = null) => throw new DataSourceException(message, inner);

    [DoesNotReturn]
    public static void Checkpoint(string path, string message) => throw new CheckpointException($"{path}: {message}");

    [DoesNotReturn]
    public static void Number(string message) => throw new NotFiniteNumberException(message);
}
