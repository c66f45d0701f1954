using Bench;

ContestantLoop.Run(new UnrollContestant());
