using System.Buffers.Binary;
using System.Text;
using CsCheck;

namespace Unroll.Tests;

public class SafetensorsTests
{
    private static readonly float[] Odd = [0f, -0f, float.NaN, float.PositiveInfinity, float.Epsilon, float.MinValue];

    [Fact]
    public void RoundTrip_EveryType_IsTheSameToTheBit()
    {
        using SafetensorsReader reader = Read(Sample());
        Assert.Equal(["floats", "ints", "empty", "scalar", "bytes"], reader.Names);
        Assert.Equal(Odd.Select(BitConverter.SingleToInt32Bits), reader.ReadFloats("floats").Select(BitConverter.SingleToInt32Bits));
        Assert.Equal([2, 3], reader.ShapeOf("floats").ToArray());
        Assert.Equal([int.MinValue, -1, int.MaxValue], reader.ReadInts("ints"));
        Assert.Equal([0, 255, 3], reader.ReadBytes("bytes"));
        Assert.Equal(TensorType.U8, reader.TypeOf("bytes"));
        Assert.Empty(reader.ReadFloats("empty"));
        Assert.Equal([4.5f], reader.ReadFloats("scalar"));
        Assert.Equal("Öl \"rose\"\n", reader.Metadata["note"]);
    }

    [Fact]
    public void Write_AnyHeader_AlignsTheData()
    {
        byte[] file = Sample();
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(file) % 8);
    }

    [Fact]
    public void Open_CutAnywhere_SaysThatItIsCutShort()
    {
        byte[] file = Sample();
        for (int length = 0; length < file.Length; length++)
        {
            var error = Assert.Throws<ModelFileException>(() => Read(file[..length]));
            Assert.Contains("cut short", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "tensor 'a' of type F32 and shape [2] needs 8 bytes, but its header gives it 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,4]}}""", 4, "needs more bytes than a file can hold")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1000000],"data_offsets":[0,4000000]}}""", 8, "it is cut short: its header promises 4000000 bytes of tensors, but 8 follow")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "its header accounts for 4 bytes of tensors, but 8 follow")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "tensor 'a' leaves a hole before it: it starts at byte 4, but expected 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "tensor 'b' overlaps the tensor before it")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "tensor 'a' stands in the header twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "tensor 'a' has dimension -1")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "tensor 'a' has dimension 1.5")]
    [InlineData("""{"a":{"dtype":"F32","shape":["x"],"data_offsets":[0,4]}}""", 4, "tensor 'a' has dimension \"x\"")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 4, "tensor 'a' says its bytes are [-4,0]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}}""", 4, "tensor 'a' says its bytes are [8,4]")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}""", 1, "tensor 'a' is of type 'F8_E4M3', which is not known. Expected F32, I32 or U8.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "the entry of tensor 'a' lacks dtype, shape or data_offsets")]
    [InlineData("""{"a":7}""", 4, "the entry of tensor 'a' lacks dtype, shape or data_offsets")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, "its metadata 'k' is a JSON Number, but expected a string")]
    [InlineData("""{"__metadata__":[]}""", 0, "its __metadata__ is a JSON Array, but expected an object of strings")]
    [InlineData("""{"a":""", 0, "its header is not the JSON of a safetensors file")]
    public void Open_HeaderLies_SaysHow(string header, int data, string message)
    {
        var error = Assert.Throws<ModelFileException>(() => Read(Raw(header, data)));
        Assert.StartsWith("model.safetensors: ", error.Message);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_HeaderLengthLies_AllocatesNothingForIt()
    {
        byte[] file = Raw("{}", 0);
        BinaryPrimitives.WriteUInt64LittleEndian(file, ulong.MaxValue);
        Assert.Contains("it says that its header has 18446744073709551615 bytes, but 100000000 are the most", Assert.Throws<ModelFileException>(() => Read(file)).Message, StringComparison.Ordinal);
        BinaryPrimitives.WriteUInt64LittleEndian(file, 90_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("it is cut short: it says that its header has 90000000 bytes, but 2 follow", Assert.Throws<ModelFileException>(() => Read(file)).Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Theory]
    [InlineData("\u0089HDF\r\n\u001a\n", "an HDF5 file (.h5")]
    [InlineData("PK\u0003\u0004\u0014\0\0\0\0\0", "a zip archive (.keras")]
    [InlineData("\u001f\u008b\b\0\0\0\0\u0003", "a gzip archive")]
    [InlineData("\u0093NUMPY\u0001\0", "a NumPy array (.npy)")]
    [InlineData("{\"module\": \"keras\"}", "a JSON text; a config has no weights")]
    [InlineData("<!DOCTYPE html><html>", "an HTML or XML page")]
    [InlineData("version https://git-lfs.github.com/spec/v1", "a Git LFS pointer")]
    public void Open_WrongKindOfFile_SaysWhatItLooksLike(string start, string message)
    {
        var error = Assert.Throws<ModelFileException>(() => Read(Encoding.Latin1.GetBytes(start)));
        Assert.StartsWith($"model.safetensors: it looks like {message}", error.Message);
        Assert.EndsWith("but expected a .safetensors file.", error.Message);
    }

    [Fact]
    public void Open_Text_SaysThatItIsNoSafetensorsFile() =>
        Assert.Contains("it is no .safetensors file", Assert.Throws<ModelFileException>(() => Read("Crude oil rose in January."u8.ToArray())).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_MissingOrOtherType_SaysWhatThereIs()
    {
        using SafetensorsReader reader = Read(Sample());
        Assert.Equal("model.safetensors: it has no tensor 'kernel'. It has 'floats', 'ints', 'empty', 'scalar', 'bytes'.", Assert.Throws<ModelFileException>(() => reader.ReadFloats("kernel")).Message);
        Assert.StartsWith("model.safetensors: tensor 'ints' is of type I32, but expected F32.", Assert.Throws<ModelFileException>(() => reader.ReadFloats("ints")).Message);
        Assert.Contains("has 6 elements, but room for 5 was given", Assert.Throws<ShapeException>(() => reader.ReadFloats("floats", new float[5])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_HalfFloats_AreRefusedByName()
    {
        using SafetensorsReader reader = Read(Raw("""{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}""", 4));
        Assert.StartsWith("model.safetensors: tensor 'a' is of type BF16, but expected F32.", Assert.Throws<ModelFileException>(() => reader.ReadFloats("a")).Message);
    }

    [Fact]
    public void Add_WrongCountOrTwice_IsRefused()
    {
        var writer = new SafetensorsWriter();
        Assert.Equal("Tensor 'a' of shape [2, 3] has 6 elements, but 5 were given.", Assert.Throws<ShapeException>(() => writer.AddFloats("a", [2, 3], new float[5])).Message);
        writer.AddFloats("a", [1], new float[1]);
        Assert.StartsWith("A tensor 'a' was added before.", Assert.Throws<ArgumentException>(() => writer.AddInts("a", [1], new int[1])).Message);
    }

    [Fact]
    public void Save_DiskFullAtAnyByte_KeepsTheOldFile()
    {
        using var folder = new TemporaryFolder();
        byte[] old = Sample();
        File.WriteAllBytes(folder["m.safetensors"], old);
        for (int room = 0; room < old.Length; room += 7)
        {
            Assert.Throws<IOException>(() => AtomicFile.Write(folder["m.safetensors"], s => SampleWriter().WriteTo(new FullStream(s, room))));
            Assert.Equal(old, File.ReadAllBytes(folder["m.safetensors"]));
            Assert.Equal(["m.safetensors"], folder.Names);
        }
    }

    [Fact]
    public void Open_AnyFlippedBytes_FailsCleanlyAndSmall()
    {
        byte[] file = Sample();
        var flip = Gen.Select(Gen.Int[0, file.Length - 1], Gen.Byte);
        Gen.Select(flip.Array[1, 4], Gen.Int[0, file.Length]).Sample((flips, cut) =>
        {
            var damaged = (byte[])file.Clone();
            foreach ((int at, byte value) in flips) damaged[at] = value;
            if (cut % 5 == 0) damaged = damaged[..cut];
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using SafetensorsReader reader = Read(damaged);
                foreach (string name in reader.Names)
                {
                    if (reader.TypeOf(name) == TensorType.F32) reader.ReadFloats(name);
                    if (reader.TypeOf(name) == TensorType.I32) reader.ReadInts(name);
                    if (reader.TypeOf(name) == TensorType.U8) reader.ReadBytes(name);
                }
            }
            catch (ModelFileException)
            {
            }

            return GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000;
        }, iter: 20_000);
    }

    private static SafetensorsWriter SampleWriter()
    {
        var writer = new SafetensorsWriter();
        writer.AddMetadata("note", "Öl \"rose\"\n");
        writer.AddBytes("bytes", [3], new byte[] { 0, 255, 3 });
        writer.AddFloats("floats", [2, 3], Odd);
        writer.AddInts("ints", [3, 1], new[] { int.MinValue, -1, int.MaxValue });
        writer.AddFloats("empty", [0, 4], ReadOnlyMemory<float>.Empty);
        writer.AddFloats("scalar", [], new[] { 4.5f });
        return writer;
    }

    private static byte[] Sample()
    {
        using var stream = new MemoryStream();
        SampleWriter().WriteTo(stream);
        return stream.ToArray();
    }

    private static byte[] Raw(string header, int data)
    {
        var file = new byte[8 + header.Length + data];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        Encoding.UTF8.GetBytes(header, file.AsSpan(8));
        return file;
    }

    private static SafetensorsReader Read(byte[] file) => SafetensorsReader.Open(new MemoryStream(file), "model.safetensors");
}
