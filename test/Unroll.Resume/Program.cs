using Unroll.Resume;

// Trains in a folder, going on from what an earlier process left there, and writes what came out. A test kills it.
Console.WriteLine("begins");
Console.WriteLine(ResumedTraining.Run(args[0], args[1]));
