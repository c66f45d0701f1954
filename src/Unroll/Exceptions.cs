namespace Unroll;

/// <summary>Shapes of data, layers or labels that don't fit each other.</summary>
public sealed class ShapeException(string message) : ArgumentException(message);

/// <summary>A file that is no whole, well-formed model or tensor file.</summary>
public sealed class ModelFileException(string message, Exception? inner = null) : IOException(message, inner);

/// <summary>A model configuration that can't be read: an unknown class or option, a missing field, a size beyond sense.</summary>
public sealed class ModelConfigException(string message) : FormatException(message);
