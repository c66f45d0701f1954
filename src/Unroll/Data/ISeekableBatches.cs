namespace Unroll;

/// <summary>Batches that can be read from anywhere, so that a training goes on where it was without reading what came before.</summary>
public interface ISeekableBatches
{
    /// <summary>The number of batches of a pass; null where it is not known.</summary>
    int? BatchesInPass { get; }

    /// <summary>The batches of a pass, always the same for the same arguments.</summary>
    /// <param name="pass">The pass over the data, from 0.</param>
    /// <param name="from">The number of batches to leave out.</param>
    IEnumerable<Batch> Read(int pass, int from);
}
