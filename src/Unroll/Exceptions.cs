namespace Unroll;

/// <summary>Shapes of data, layers or labels that don't fit each other.</summary>
public sealed class ShapeException(string message) : ArgumentException(message);

/// <summary>A file that is no whole, well-formed model or tensor file.</summary>
public sealed class ModelFileException(string message, Exception? inner = null) : IOException(message, inner);

/// <summary>A model configuration that can't be read: an unknown class or option, a missing field, a size beyond sense.</summary>
public sealed class ModelConfigException(string message) : FormatException(message);

/// <summary>A stream of batches that failed, ended early or changed its shape. The model has the weights of the last whole batch and stays usable.</summary>
public sealed class DataSourceException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A checkpoint of another training than the one that is to go on: another model, other options or other data.</summary>
public sealed class CheckpointException(string message) : Exception(message);
