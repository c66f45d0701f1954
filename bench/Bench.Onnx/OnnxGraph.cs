namespace Bench;

/// <summary>Builds an ONNX model. The numbers are the fields of onnx.proto.</summary>
internal sealed class OnnxGraph
{
    public const int Float = 1;
    public const int Int32 = 6;
    public const int Int64 = 7;

    private const int IrVersion = 8;
    private const int Opset = 17;
    private const int IntegerAttribute = 2;

    private readonly ProtoWriter _graph = new ProtoWriter().Text(2, "bench");

    /// <summary>NodeProto.</summary>
    public void Node(string operation, string[] inputs, string[] outputs, params (string Name, long Value)[] attributes)
    {
        var node = new ProtoWriter();
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }
        foreach (string output in outputs)
        {
            node.Text(2, output);
        }
        node.Text(4, operation);
        foreach (var (name, value) in attributes)
        {
            node.Message(5, new ProtoWriter().Text(1, name).Number(3, value).Number(20, IntegerAttribute));
        }
        _graph.Message(1, node);
    }

    /// <summary>TensorProto with floats.</summary>
    public void Constant(string name, float[] values, params long[] shape) => _graph.Message(5, Tensor(name, Float, shape).Raw<float>(9, values));

    /// <summary>TensorProto with whole numbers.</summary>
    public void Constant(string name, long[] values) => _graph.Message(5, Tensor(name, Int64, [values.Length]).Raw<long>(9, values));

    /// <summary>ValueInfoProto of an input; an axis of -1 may have any length.</summary>
    public void Input(string name, int type, params long[] shape) => _graph.Message(11, Value(name, type, shape));

    /// <summary>ValueInfoProto of an output.</summary>
    public void Output(string name, params long[] shape) => _graph.Message(12, Value(name, Float, shape));

    /// <summary>ModelProto.</summary>
    public byte[] ToModel() => new ProtoWriter()
        .Number(1, IrVersion)
        .Message(7, _graph)
        .Message(8, new ProtoWriter().Number(2, Opset))
        .ToArray();

    private static ProtoWriter Tensor(string name, int type, long[] shape)
    {
        var tensor = new ProtoWriter();
        foreach (long axis in shape)
        {
            tensor.Number(1, axis);
        }
        return tensor.Number(2, type).Text(8, name);
    }

    private static ProtoWriter Value(string name, int type, long[] shape)
    {
        var axes = new ProtoWriter();
        foreach (long axis in shape)
        {
            axes.Message(1, axis < 0 ? new ProtoWriter().Text(2, "batch") : new ProtoWriter().Number(1, axis));
        }
        ProtoWriter tensor = new ProtoWriter().Number(1, type).Message(2, axes);
        return new ProtoWriter().Text(1, name).Message(2, new ProtoWriter().Message(1, tensor));
    }
}
