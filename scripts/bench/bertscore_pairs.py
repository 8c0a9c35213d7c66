"""The Python side of bertscore.sh: makes a random RoBERTa and pairs of texts; scores them."""
import json
import pathlib
import random
import sys

folder = pathlib.Path(sys.argv[2])
pairs = int(sys.argv[3])
layers = int(sys.argv[4])
sys.path.append(str(pathlib.Path(__file__).parents[1] / "golden"))


def make():
    import torch
    import bertscore
    from bertscore import bpe, save, sentences
    from tokenizers import processors
    from transformers import RobertaConfig, RobertaModel

    width = int(sys.argv[5])
    torch.manual_seed(1)
    tokenizer = bpe(["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    bertscore.OUT = folder
    save("model", tokenizer, RobertaModel(RobertaConfig(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=width, num_hidden_layers=layers,
        num_attention_heads=width // 64, intermediate_size=4 * width, max_position_embeddings=514,
        type_vocab_size=1, pad_token_id=1)), 512, cls_token="<s>", sep_token="</s>", pad_token="<pad>")
    texts = sentences(2 * pairs)
    rng = random.Random(3)
    for n in {1, pairs}:
        turns = [{"speaker": "Ann", "dia_id": "D1:1", "text": "Hello."}]
        qa = [{"question": f"Q{i}?", "answer": rng.choice(texts), "evidence": ["D1:1"], "category": 4}
              for i in range(n)]
        data = [{"sample_id": "s-1", "conversation": {
            "speaker_a": "Ann", "speaker_b": "Ben", "session_1_date_time": "1:56 pm on 8 May, 2023",
            "session_1": turns}, "qa": qa}]
        (folder / f"data-{n}.json").write_text(json.dumps(data))
        (folder / f"answers-{n}.jsonl").write_text("".join(
            json.dumps({"question_id": f"s-1/{i}", "prediction": rng.choice(texts)}) + "\n"
            for i in range(n)))


def score():
    import importlib
    import bert_score.utils as utils
    import torch
    from bertscore import Roberta4

    torch.set_num_threads(2)
    package = importlib.import_module("bert_score.score")
    package.get_tokenizer = lambda name, fast: Roberta4(name)
    utils.RobertaTokenizer = Roberta4
    qa = json.loads((folder / f"data-{pairs}.json").read_text())[0]["qa"]
    answers = [json.loads(line)["prediction"]
               for line in (folder / f"answers-{pairs}.jsonl").read_text().splitlines()]
    values = package.score(answers, [q["answer"] for q in qa], model_type=str(folder / "model"),
                           num_layers=layers, batch_size=64)
    print(values[2].mean().item())


{"make": make, "score": score}[sys.argv[1]]()
