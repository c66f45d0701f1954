using Unroll.Aot;

Console.WriteLine(LectureDigest.Compute(stories: int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture)));
