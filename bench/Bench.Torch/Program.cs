using Bench;
using TorchSharp;

if (args is ["--check"])
{
    // Whether the native library loads here.
    Console.WriteLine(torch.__version__);
    using torch.Tensor one = torch.ones(1);
    return;
}
ContestantLoop.Run(new TorchContestant());
