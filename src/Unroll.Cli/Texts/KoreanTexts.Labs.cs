using Unroll.Cli.Labs;
using Unroll.Cli.Training;

namespace Unroll.Cli.Texts;

internal sealed partial class KoreanTexts
{
    public override string LabAbout => "이론이 말하는 것을 측정합니다: 그림, 표, 그리고 관찰한 것을 적은 두 문단.";
    public override string LabArgument(string names) => $"실험: {names}.";
    public override string LabOutOption => "그림, 표, 보고서를 저장할 폴더.";
    public override string LabSeedOption => "가중치와 데이터의 시드. 같은 시드는 마지막 비트까지 같은 수를 냅니다.";
    public override string QuickOption => "몇 초면 끝나는 작은 크기로 실행해 모두 작동하는지 봅니다.";
    public override string UnknownLab(string received, string names) => $"실험 '{received}'이(가) 들어왔지만 다음 중 하나가 필요합니다: {names}. 하나를 지정하세요.";
    public override string InspectAbout => "텍스트의 토큰 같은 입력을 한 단계씩 읽을 때 모델의 순환층이 하는 일(게이트, 셀, 은닉 상태)을 히트맵으로 보여 줍니다.";
    public override string InspectTextOption => "텍스트를 읽는 모델이 읽을 텍스트. 그대로 읽습니다.";
    public override string InspectUnitsOption => "그릴 유닛 수의 상한: 출력이 가장 많이 변하는 유닛을 고릅니다.";
    public override string InspectInputArgument => "시계열(CSV), 녹음(WAV), 그림을 읽는 모델이 읽을 파일.";
    public override string NeedsText => "이 모델은 텍스트를 읽지만 텍스트가 없습니다. --text로 주세요.";

    public override string NeverSeen(string words) => $"모델이 모르는 단어입니다. 미등록 단어로 읽고 아래에 괄호로 표시합니다: {words}";
    public override string GateMeans(string layer) => $"{layer}: 단계별 게이트 값(유닛 평균)";

    public override string Gate(string name) => name switch
    {
        "input" => "입력 게이트: 얼마나 쓰는가",
        "forget" => "망각 게이트: 얼마나 남기는가",
        "output" => "출력 게이트: 얼마나 내보내는가",
        "candidate" => "후보: 쓰려는 내용",
        "cell" => "셀 상태",
        "hidden" => "은닉 상태",
        "update" => "업데이트 게이트: 얼마나 남기는가",
        "reset" => "리셋 게이트: 후보가 과거를 얼마나 보는가",
        _ => name,
    };

    public override string Unit => "유닛";
    public override string Lag => "시차(스텝)";
    public override string LayersBack => "손실에서 거슬러 올라간 층 수";
    public override string GradientNorm => "dLoss/dh의 크기(시차 0 대비)";
    public override string GradientsTitle => "시차에 따라 도달하는 기울기";
    public override string DeepGradientsTitle => "깊이에 따라 도달하는 기울기(순방향 신경망)";
    public override string SlopesTitle => "tanh와 sigmoid, 그리고 그 미분";
    public override string SlopeOf(string function) => $"{function}의 미분";
    public override string MemoryTitle => "A와 B 중 무엇이 먼저 나왔는가? 정확도";

    public override string Network(string name) => name switch
    {
        MemoryLab.Bag => "단어 주머니",
        MemoryLab.Window => "고정 창",
        _ => name,
    };

    public override string TokensFromTo(int from, int to) => $"토큰 {from}-{to}개";
    public override string LagsTitle => "셀마다 얼마나 먼 과거까지 배우는가";
    public override string LagTitle(string task) => task switch
    {
        LagLab.Copy => "빈칸만큼의 시차를 두고 기호 되풀이하기",
        LagLab.Distracted => "다른 기호들만큼의 시차를 두고 기호 되풀이하기",
        _ => "표시된 두 수 더하기",
    };

    public override string StepsToLearn => "배우기까지의 학습 스텝";
    public override string GatesTitle => "첫 단어만 다른 두 질문을 LSTM이 읽는다";
    public override string StateAfterEachWord(string sentence) => $"단어마다의 은닉 상태: {sentence}";
    public override string DistanceOfStates => "두 질문의 상태 사이 거리";
    public override string FiguresTitle => "강의의 그림";
    public override string FiguresReport(int figures) => $"그림 {figures}장을 영어와 한국어로 그렸습니다.";

    public override IReadOnlyList<string> GradientsReport(GradientLab.Result result)
    {
        GradientLab.Curve Of(string name) => result.Of(name);
        string Line(GradientLab.Curve curve) => $"{curve.Name} {Three(curve.Factor)}({(curve.VanishesAt is { } lag ? $"시차 {lag}부터 백만분의 일 이하" : $"시차 {curve.Length - 1}에서 {Three(curve.Left)} 남음")})";
        string[] names = [GradientLab.Sigmoid, GradientLab.Tanh, GradientLab.Relu, GradientLab.Forget0, GradientLab.Forget1, GradientLab.Gru];
        string first = $"학습 전의 가중치로 {result.Longest}스텝을 거슬러 올라갔습니다. 한 스텝 거슬러 갈 때 dLoss/dh의 크기에 평균적으로 곱해지는 값은 " + string.Join(", ", names.Select(name => Line(Of(name)))) + "입니다. " +
            (Of(GradientLab.Sigmoid).Factor < Of(GradientLab.Tanh).Factor
                ? "단순 순환층은 강의의 설명대로 tanh보다 sigmoid에서 기울기를 더 빨리 잃습니다. "
                : "강의의 설명과 달리 단순 순환층은 sigmoid에서 기울기를 더 빨리 잃지 않았습니다. ") +
            (Of(GradientLab.Forget1).Factor > Of(GradientLab.Forget0).Factor
                ? "LSTM은 망각 게이트의 편향이 0일 때보다 1일 때 더 많이 지킵니다. "
                : "예상과 달리 LSTM은 망각 게이트의 편향이 1일 때 더 많이 지키지 않았습니다. ") +
            (Of(GradientLab.Tanh).Factor > Of(GradientLab.Forget1).Factor
                ? "학습 전에는 순환 가중치가 직교 행렬로 시작하는 tanh 단순 순환층이 편향 1의 LSTM보다 더 많이 지킵니다. "
                : "학습 전에도 편향 1의 LSTM이 tanh 단순 순환층보다 더 많이 지킵니다. ") +
            $"망각 게이트를 열어 두면(편향 4, 게이트 값 0.98) LSTM의 값은 {Three(Of(GradientLab.Open).Factor)}입니다. " +
            (Of(GradientLab.Open).Factor > Of(GradientLab.Forget1).Factor
                ? "결정하는 것은 게이트이고, LSTM이 배우는 것이 바로 그 게이트입니다."
                : "예상과 달리 여기서는 게이트가 결정하지 않았습니다.");
        double withTanh = Of(GradientLab.Forget1).Factor, withSigmoid = Of(GradientLab.SigmoidCell).Factor;
        string second = $"미분의 최댓값은 tanh가 {Three(result.SlopeOf("tanh").Greatest)}, sigmoid가 {Three(result.SlopeOf("sigmoid").Greatest)}입니다. 순방향 층 {result.Deep[0].Length}개를 거슬러 가면 남는 기울기는 " +
            string.Join(", ", result.Deep.Select(curve => $"{curve.Name} {Three(curve.Left)}")) + "입니다. " +
            (result.DeepOf("tanh").Left > result.DeepOf("sigmoid").Left ? "여기서는 미분의 크기가 이유가 됩니다. " : "여기서는 미분의 크기만으로 설명되지 않습니다. ") +
            $"강의는 LSTM에 tanh를 쓰는 이유로도 이것을 듭니다. tanh 자리에 sigmoid를 넣으면 LSTM의 값은 {Three(withTanh)}에서 {Three(withSigmoid)}(으)로, " +
            $"단순 순환층의 값은 {Three(Of(GradientLab.Tanh).Factor)}에서 {Three(Of(GradientLab.Sigmoid).Factor)}(으)로 바뀝니다. " +
            (withSigmoid / withTanh > Of(GradientLab.Sigmoid).Factor / Of(GradientLab.Tanh).Factor
                ? "LSTM에서는 미분의 크기가 덜 중요합니다. 기억은 tanh가 아니라 망각 게이트를 거쳐 다음 스텝으로 가기 때문입니다."
                : "기억은 tanh가 아니라 망각 게이트를 거쳐 다음 스텝으로 가는데도, LSTM에서 미분의 크기가 그만큼 또는 더 중요했습니다.");
        return [first, second];
    }

    public override IReadOnlyList<string> MemoryReport(MemoryLab.Result result)
    {
        var (bag, window) = (result.Of(MemoryLab.Bag), result.Of(MemoryLab.Window));
        var best = result.Recurrent.MaxBy(outcome => outcome.Short + outcome.Long)!;
        string first = $"다른 토큰들 사이에 A와 B가 한 번씩 나옵니다. 무엇이 먼저일까요? 토큰 5~20개짜리 {result.Samples}개로 학습하고 같은 길이의 새 데이터로 잰 정확도는 " +
            string.Join(", ", result.Outcomes.Select(outcome => $"{Network(outcome.Name)} {Percent(outcome.Short)}")) + "입니다. " +
            (bag.Short < 0.55 ? "단어 주머니는 토큰의 평균만 보므로 순서를 모르고 찍는 수준입니다." : "단어 주머니는 순서를 모르는데도 찍는 것보다 나았습니다. 예상과 다릅니다.");
        string second = "학습 때보다 긴 토큰 21~40개짜리에서는 " +
            string.Join(", ", result.Outcomes.Select(outcome => $"{Network(outcome.Name)} {Percent(outcome.Long)}")) + "입니다. " +
            (best.Long > window.Long && best.Short > bag.Short
                ? $"고정 창은 자리마다 가중치가 따로 있어 자리마다 따로 배워야 하지만, {best.Name}은(는) A와 B가 어디에 있든 같은 한 스텝의 가중치를 씁니다."
                : "강의의 설명과 달리 여기서는 순환 신경망이 순방향 신경망보다 낫지 않았습니다.");
        return [first, second];
    }

    public override IReadOnlyList<string> LagReport(LagLab.Result result)
    {
        string Task(string task, string what)
        {
            var reached = LagLab.Result.Cells.Select(cell => (Cell: cell, Lag: result.Reached(task, cell))).ToArray();
            int plain = reached[0].Lag;
            var farther = reached[1..].Where(cell => cell.Lag > plain).Select(cell => cell.Cell).ToArray();
            string verdict = farther.Length > 0 ? $"SimpleRNN보다 멀리 간 셀: {string.Join("; ", farther)}."
                : plain == result.Lags[^1] ? "SimpleRNN도 모든 시차를 배웠으므로 이 시차로는 셀의 차이를 가릴 수 없습니다."
                : "이번 실행에서는 게이트가 있는 셀이 SimpleRNN보다 멀리 가지 못했습니다.";
            return $"{what} 시차 {string.Join(", ", result.Lags)} 가운데 시퀀스 32개씩 {result.Steps}스텝 안에 배운 가장 긴 시차는 " +
                string.Join("; ", reached.Select(cell => $"{cell.Cell}: {(cell.Lag == 0 ? "없음" : $"{cell.Lag}")}")) + "입니다. " + verdict;
        }

        return
        [
            Task(LagLab.Copy, "되풀이하기: 여덟 기호 중 하나, 이어서 빈칸, 그다음 그 기호를 다시 말합니다(99 % 맞히면 배운 것으로 봅니다).") + " " +
            Task(LagLab.Distracted, "빈칸 대신 다른 기호들이 무작위로 이어질 때:"),
            Task(LagLab.Adding, "더하기: 시차만큼 긴 수열에서 표시된 두 수의 합을 말합니다(평균 제곱 오차 0.01이면 배운 것으로 봅니다. 늘 1이라고 하면 0.167입니다)."),
        ];
    }

    public override IReadOnlyList<string> GatesReport(GateLab.Result result)
    {
        double[] hidden = result.HiddenDistances, norms = result.Norms, forget = result.Mean("forget"), input = result.Mean("input"), output = result.Mean("output");
        var words = result.Pairs;
        string first = $"'{SentenceTraining.Lecture[0]}'와 '{SentenceTraining.Lecture[1]}': 모델(배우지 않은 질문의 {Percent(result.Accuracy)}에서 날을 맞힘)은 '{result.Answers[0]}', '{result.Answers[1]}'(이)라고 답합니다. " +
            "은닉 상태 사이의 거리는 " + string.Join(", ", words.Select((word, t) => $"'{word}' 다음 {Three(hidden[t])}")) + $"입니다(첫 질문의 상태 자체의 크기: {string.Join(", ", norms.Select(Three))}). " +
            (hidden[1] > 0.1 * norms[1] && result.Answers[0] != result.Answers[1]
                ? $"'{words[1]}'는 양쪽에서 같은 단어지만 그 앞의 상태가 달랐으므로 다른 상태를 남깁니다. 강의가 '오늘'과 '내일'을 두고 설명한 그대로입니다."
                : $"'{words[1]}' 다음의 두 상태가 거의 같으므로 모델이 날을 기억하지 못했습니다. 강의의 설명과 다릅니다.");
        int least = Array.IndexOf(forget, forget.Min());
        string second = "단어별 게이트 값(유닛 평균): " +
            string.Join(", ", result.First.Select((word, t) => $"'{word}' 입력 {Three(input[t])}, 망각 {Three(forget[t])}, 출력 {Three(output[t])}")) +
            $". 가장 많이 잊는 곳은 '{result.First[least]}'입니다. 망각 게이트의 평균으로 보면 첫 단어 뒤에 셀에 있던 것의 {Percent(forget[1..].Aggregate(1.0, (kept, gate) => kept * gate))}가 끝까지 남습니다. 유닛마다 더 남기기도 덜 남기기도 하며, 그림에서 볼 수 있습니다.";
        return [first, second];
    }
}
