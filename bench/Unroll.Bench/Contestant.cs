using System.Diagnostics;

namespace Bench;

/// <summary>A contestant's process.</summary>
internal sealed class Contestant : IDisposable
{
    public const string Unroll = "Unroll";
    public const string Torch = "Torch";
    public const string Onnx = "Onnx";

    private readonly Process _process;

    /// <param name="name">As bench/contestant takes it.</param>
    public Contestant(string name)
    {
        Name = name;
        _process = Process.Start(new ProcessStartInfo("./contestant", [name]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    public string Name { get; }

    public static Contestant[] Start(params ReadOnlySpan<string> names)
    {
        var started = new Contestant[names.Length];
        for (int i = 0; i < started.Length; i++)
        {
            started[i] = new Contestant(names[i]);
        }
        return started;
    }

    public static void Stop(Contestant[] contestants)
    {
        foreach (Contestant contestant in contestants)
        {
            contestant.Dispose();
        }
    }

    public Answer Prepare(Job job) => Say(new Command(job));

    public Answer Run(int repeats) => Say(new Command(null, repeats));

    /// <summary>Its input ends, and so does it.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private Answer Say(Command command)
    {
        _process.StandardInput.WriteLine(Protocol.Write(command));
        _process.StandardInput.Flush();
        string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{Name} ended without an answer.");
        Answer answer = Protocol.Read<Answer>(line);
        return answer.Error is null ? answer : throw new InvalidOperationException($"{Name}: {answer.Error}");
    }
}
