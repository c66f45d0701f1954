using Unroll.Datasets;

namespace Unroll.Cli.Texts;

internal sealed partial class KoreanTexts
{
    private const string SeriesLicence = "출처: npm 패키지 vega-datasets 3.2.1(BSD-3-Clause). 날씨: NOAA, 미국 정부 공공 데이터. CO2: Scripps CO2 Program, CC BY 4.0. 주가: 출처와 라이선스가 밝혀져 있지 않음.";
    private const string DigitsLicence = "사람의 녹음(테스트에만 사용)은 Allison Smith, asterisk-core-sounds, CC BY-SA 3.0. 나머지는 espeak-ng와 flite로 만듭니다.";

    public override string TrainSensorAbout => "측정된 시계열을 예측하거나 각 시점의 이름을 맞히도록 학습합니다: RNN, LSTM, GRU를 순방향 신경망, 단순 예측과 비교합니다. " + SeriesLicence;
    public override string DataSeriesAbout => "날씨, 이산화탄소, 주가 시계열을 npm으로 가져옵니다. " + SeriesLicence;
    public override string DataOutOption => "저장할 폴더. 생략하면 사용자 로컬 데이터 폴더에 저장하며, 학습할 때 그곳에서 찾습니다.";
    public override string SourceOption => "시계열: 'unroll data series'로 가져온 weather, co2, stocks 중 하나, 또는 첫 열이 날짜인 CSV 파일.";
    public override string ColumnsOption => "신경망이 볼 숫자 열. 쉼표로 구분합니다.";
    public override string TargetOption => "예측할 열. 생략하면 첫 번째 열.";
    public override string LabelOption => "weather처럼 이름이 든 열: 숫자를 예측하는 대신 각 시점의 이름을 맞히도록 학습합니다.";
    public override string WhereOption => "어떤 열의 값이 같은 행만 사용합니다. 예: symbol=IBM.";
    public override string FillGapsOption => "빠진 행과 숫자를 앞뒤 값을 잇는 직선으로 채웁니다. 생략하면 빠진 값은 오류입니다.";
    public override string RelativeOption => "창의 마지막 값과의 차이를 보고 예측합니다. 계속 커지는 시계열에 알맞습니다.";
    public override string MinMaxOption => "열을 0에서 1 사이로 맞춥니다. 생략하면 평균 0, 표준편차 1로 맞춥니다. 어느 쪽이든 학습 구간에서만 잽니다.";
    public override string WindowOption => "신경망이 보는 시점 수.";
    public override string StepsAheadOption => "예측할 시점 수. --label을 쓰면 맞힐 시점이 얼마나 뒤인지를 뜻하며, 0이면 창의 마지막 시점입니다.";
    public override string SeasonOption => "한 주기의 시점 수. 계절 단순 예측에 씁니다. 월별 자료의 1년은 12.";
    public override string ValidationStepsOption => "테스트 구간 앞에서 신경망을 고르는 데 쓸 시점 수. 생략하면 한 주기, 주기를 모르면 전체의 6분의 1.";
    public override string TestStepsOption => "테스트용으로 남겨 둘 마지막 시점 수. 생략하면 한 주기, 주기를 모르면 전체의 6분의 1.";
    public override string SensorCellOption => "학습할 순환 층. 생략하면 모두 학습하고 검증 구간에서 가장 좋은 것을 저장합니다.";
    public override string SensorUnitsOption => "층의 유닛 수.";
    public override string MostEpochsOption => "학습 데이터를 반복하는 최대 횟수. 검증 구간에서 가장 좋았던 가중치를 남깁니다.";
    public override string SensorBatchSizeOption => "한 번의 학습 단계에 쓰는 창의 수.";
    public override string SensorOutOption => "모델, 학습 기록, 그림을 저장할 폴더.";

    public override string SeriesRead(string path, int rows, string step, string first, string last) => $"{path}: {Step(step)} 간격 {rows}개 시점, {first} ~ {last}";
    public override string SeriesFilled(int values) => $"  빠진 값 {values}개를 앞뒤 값을 잇는 직선으로 채웠습니다";
    public override string TrainingPart => "학습";
    public override string ValidationPart => "검증";
    public override string TestPart => "테스트";
    public override string NetworkTraining(string name, long parameters) => $"{name}: 파라미터 {parameters}개";
    public override string NetworkTrained(int epochs, string loss, string time) => $"  에포크 {epochs}개, 가장 좋은 검증 손실 {loss}, {time}";
    public override string Naive => "단순 예측: 마지막 값 그대로";
    public override string SeasonalNaive => "계절 단순 예측: 한 주기 전 그대로";
    public override string FeedForward => "순방향 신경망";
    public override string MostFrequent(string label) => $"항상 {label}";
    public override string AsBefore => "마지막으로 아는 시점 그대로";
    public override string Accuracy => "정확도";
    public override string Truth => "실제";
    public override string Named => "예측";
    public override string SavedBest(string name) => $"검증 구간에서 가장 좋은 순환 신경망: {name}";

    public override string UnknownSource(string received) => $"--source에 '{received}'이(가) 들어왔지만 그런 파일이 없습니다. weather, co2, stocks 또는 CSV 파일이 필요합니다. 경로를 확인하세요.";
    public override string NotFetched(string path, string command) => $"'{path}'이(가) 아직 없습니다. '{command}'(으)로 만드세요.";
    public override string NotFilter(string received) => $"--where에 '{received}'이(가) 들어왔지만 symbol=IBM처럼 열과 값이 필요합니다.";
    public override string ForecastsAhead => "--steps-ahead에 0이 들어왔지만 0은 --label에만 쓸 수 있고 예측에는 1 이상이 필요합니다. 1 이상을 주세요.";
    public override string NeedsSeries => "이 모델은 시계열을 읽지만 파일이 없습니다. 모델 뒤에 CSV 파일을 주세요.";

    public override string TrainDigitsAbout => "영어로 말한 숫자 0~9를 알아듣도록 학습합니다: 로그 멜 프레임, 양방향 LSTM 두 층, Dense. " + DigitsLicence;
    public override string DataDigitsAbout => "espeak-ng와 flite로 숫자를 소리 내어 만들고, 사람의 녹음을 apt-get으로 가져옵니다. " + DigitsLicence;
    public override string DigitsDataOption => "녹음 폴더, 구간/목소리/숫자.wav. 생략하면 'unroll data digits'가 만든 폴더.";
    public override string CopiesOption => "녹음마다 속도, 크기, 잡음, 시작을 바꾼 사본을 몇 개 만들어 배울지.";
    public override string DigitsCellOption => "순환 층의 종류. 생략하면 lstm.";
    public override string DigitsUnitsOption => "순환 층의 방향마다 유닛 수.";
    public override string DigitsBatchSizeOption => "한 번의 학습 단계에 쓰는 녹음 수.";
    public override string DigitsOutOption => "모델, 학습 기록, 그림을 저장할 폴더.";
    public override string Recording => "녹음을 만듭니다. 1~2분 걸립니다.";
    public override string Recorded(string part, int recordings, int voices) => $"{part}: 목소리 {voices}개, 녹음 {recordings}개";
    public override string WithCopies(int recordings) => $"바꾼 사본까지 모두 {recordings}개로 학습합니다";
    public override string RightOf => "맞힌 수";

    public override string DigitsPart(string part) => part switch
    {
        SpokenDigits.Validation => "espeak-ng, 모델을 고르는 목소리",
        SpokenDigits.Test => "espeak-ng, 처음 듣는 목소리",
        SpokenDigits.Flite => "flite",
        _ => "사람",
    };

    public override string Spoken => "말한 숫자";
    public override string Heard => "알아들은 숫자";
    public override string NeedsSounds => "이 모델은 소리를 듣지만 녹음이 없습니다. WAV 파일을 하나 이상 지정하세요.";

    private static string Step(string step) => step switch
    {
        "1 day" => "1일",
        "1 month" => "1개월",
        _ => step.Replace(" months", "개월", StringComparison.Ordinal),
    };
}
