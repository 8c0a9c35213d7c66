#!/usr/bin/env python3
"""Writes docs/figures.json, where the figures of README and docs are from; FiguresTest holds the pages to it.

    scripts/check/figures.py program [DATA]                  what the program computes without a key or a network
    scripts/check/coverage.sh | scripts/check/figures.py coverage      simulated coverage of the intervals
    scripts/bench/fusion.sh DATA | scripts/check/figures.py fusion     halvings and ablation of hybrid's weights
    scripts/check/figures.py measured                        time and memory, taken over from the pages, see below

DATA is the published locomo10.json; without it only the figures on the demonstration data are made. LOCOMO names the program
(default: ./locomo of the checkout). An entry that comes out as before keeps its commit and date. With --check nothing is
written: what differs is printed, and the exit code is 1.

Figures of time and memory depend on a machine and were measured by hand, with the command and the machine that the page names
beside them. `measured` takes the numbers of every block marked `measured/...` from the page, with commit and date of the
newest committed line in it by `git blame`.
"""
import datetime
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docs/figures.json"
NUMBER = re.compile(r"(?<![\w.,@/-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?!\w|\.\d|,\d{3})", re.ASCII)
DEVELOPED = "conv-26,conv-30,conv-41,conv-42,conv-43"
HELD_OUT = "conv-44,conv-47,conv-48,conv-49,conv-50"
CATEGORIES = ["multi-hop", "temporal", "open-domain", "single-hop"]


def git(*arguments):
    return subprocess.run(["git", "-C", str(ROOT), *arguments], check=True, capture_output=True, text=True).stdout.strip()


def machine():
    info = Path("/proc/cpuinfo")
    text = info.read_text() if info.exists() else ""
    model = re.search(r"model name\s*:\s*(.*)", text)
    vectors = "AVX-512" if "avx512f" in text else "AVX2" if "avx2" in text else "no AVX2"
    return f"{model.group(1) if model else platform.machine()}, {vectors}"


def percent(share):
    return str((Decimal(repr(share)) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP))


class Program:
    """Runs commands of locomo and keeps what they print as figures, in the order of the table that they are for."""

    def __init__(self, data):
        self.data = {"locomo-demo.json": str(ROOT / "data/locomo-demo.json")}
        if data:
            self.data["locomo10.json"] = data
        self.made = {}
        self.work = tempfile.TemporaryDirectory()

    def document(self, *arguments):
        command = "locomo " + " ".join(arguments)
        print(command, file=sys.stderr)
        typed = [self.data.get(word, word) for word in arguments]
        keep = ["--run", tempfile.mkdtemp(dir=self.work.name)] if arguments[0].startswith("eval-") and "--dry-run" not in arguments else []
        done = subprocess.run([os.environ.get("LOCOMO", str(ROOT / "locomo")), *typed, *keep, "--json"],
                              cwd=self.work.name, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{command}: exit {done.returncode}\n{done.stderr}")
        return command, json.loads(done.stdout)

    def keep(self, name, command, values):
        self.made[name] = (command, values)

    def answers(self, name, *arguments):
        command, found = self.document("eval-qa", *arguments, "--model", "extractive")
        f1 = found["metrics"]["token-f1"]
        means = [f1["by_category"][c]["mean"] for c in CATEGORIES]
        means += [f1["categories_1_4"]["mean"], f1["by_category"]["adversarial"]["mean"], f1["overall"]["mean"]]
        self.keep(name, command, [percent(m) for m in means])
        return command, f1

    def recall(self, name, data, retriever, depths, *more):
        command, found = self.document("eval-retrieval", data, "--retriever", retriever, "--top-k", depths, *more)
        self.keep(name, command, [percent(found["metrics"][f"recall@{k}"]["overall"]["mean"]) for k in depths.split(",")])

    def floor(self, name, metrics, *arguments, intervals=False):
        command, found = self.document(*arguments)
        values = []
        for metric in metrics:
            mean = found["metrics"][metric]["overall"]
            values += [percent(mean[key]) for key in (["mean", "low", "high"] if intervals else ["mean"])]
        self.keep(name, command, values)
        return command, found

    def demonstration(self):
        for retriever in ("bm25", "minilm", "hybrid@1", "hybrid"):
            self.recall(f"demo/recall/{retriever}", "locomo-demo.json", retriever, "5,10,25,50")
        chats = Path(self.work.name) / "chats.json"
        chats.write_text(subprocess.run([sys.executable, str(ROOT / "scripts/bench/assistant_chats.py")],
                                        check=True, capture_output=True, text=True).stdout)
        self.data["chats.json"] = str(chats)
        for retriever in ("bm25", "minilm", "hybrid@1", "hybrid"):
            self.recall(f"chats/recall/{retriever}", "chats.json", retriever, "5,10,25,50")

    def published(self):
        data = "locomo10.json"
        self.counts(data)
        command, f1 = self.answers("answers/all", data)
        headline = [percent(f1["categories_1_4"]["mean"]), percent(f1["overall"]["mean"])]
        self.keep("answers/headline", command, headline)
        self.answers("answers/developed", data, "--samples", DEVELOPED)
        self.answers("answers/held-out", data, "--samples", HELD_OUT)
        self.abstaining(data)
        for retriever in ("hybrid", "hybrid:bge", "hybrid@1", "bm25", "minilm"):
            self.recall(f"recall/{retriever}", data, retriever, "5,10,25,50", "--protocol", "reference")
        for retriever, part, samples in (("hybrid", "developed", DEVELOPED), ("hybrid", "held-out", HELD_OUT), ("hybrid@1", "held-out", HELD_OUT)):
            self.recall(f"recall/{retriever}/{part}", data, retriever, "5,10,25,50", "--protocol", "reference", "--samples", samples)
        for mode, depths in (("observation", "5,10,25,50"), ("summary", "2,5,10")):
            database = ["--rag-mode", mode, "--protocol", "reference"]
            self.recall(f"recall/{mode}/hybrid", data, "hybrid", depths, *database)
            self.recall(f"recall/{mode}/hybrid/held-out", data, "hybrid", depths, *database, "--samples", HELD_OUT)
            self.recall(f"recall/{mode}/hybrid@1", data, "hybrid@1", depths, *database)
        self.annotated(data)
        events = ["rouge-1", "rouge-2", "rouge-l", "fact-precision", "fact-recall", "fact-f1", "event-order"]
        command, found = self.floor("events/floor", events, "eval-events", data, intervals=True)
        for family, metrics in (("rouge", ("rouge-1-pltrdy", "rouge-l-pltrdy")), ("rouge-score", ("rouge-1", "rouge-l"))):
            self.keep(f"events/{family}", command, [percent(found["metrics"][m]["overall"]["mean"]) for m in metrics])
        turns = ["bleu-1", "bleu-2", "bleu-char-1", "bleu-char-2", "rouge-l", "picture-shared"]
        self.floor("dialog/floor", turns, "eval-dialog", data, "--max-turns", "1000")

    def counts(self, data):
        command, found = self.document("data", "stats", data)
        samples = found["samples"]
        total = {key: sum(sample[key] for sample in samples) for key in ("sessions", "turns", "questions")}
        self.keep("data/counts", command, [f"{total[key]:,}" for key in ("sessions", "turns", "questions")])
        self.keep("data/categories", command, [str(sum(sample["by_category"][category] for sample in samples))
                                               for category in CATEGORIES + ["adversarial"]])
        command, found = self.document("eval-qa", data, "--model", "openai:gpt-4o-mini", "--dry-run")
        self.keep("data/calls", command, [f"{found['calls']:,}"])

    def abstaining(self, data):
        """Whoever says of everything that it was not mentioned."""
        questions = Path(self.work.name) / "abstain.jsonl"
        told = json.loads(Path(self.data[data]).read_text())
        lines = [json.dumps({"question_id": f"{sample['sample_id']}/{i}", "prediction": "Not mentioned in the conversation"})
                 for sample in told for i in range(len(sample["qa"]))]
        questions.write_text("\n".join(lines) + "\n")
        self.data["abstain.jsonl"] = str(questions)
        command, found = self.document("score", "--data-file", data, "--predictions", "abstain.jsonl", "--metrics", "token-f1")
        f1 = found["metrics"]["token-f1"]
        self.keep("answers/abstain", command, [percent(f1["categories_1_4"]["mean"]), percent(f1["overall"]["mean"])])

    def annotated(self, data):
        """Facts and summaries of the published file, and those that are made without a model, searched by bm25."""
        for mode, depths in (("observation", "5,10,25"), ("summary", "2,5,10")):
            verb = {"observation": "observations", "summary": "summaries"}[mode]
            made = f"{mode}.json"
            self.data[made] = str(Path(self.work.name) / made)
            self.document("annotate", verb, data, "--model", "extractive", "--out-file", made, "--again")
            for name, file in (("published", data), ("extractive", made)):
                self.recall(f"annotate/{mode}/{name}", file, "bm25", depths, "--rag-mode", mode, "--protocol", "reference")


def coverage(text):
    """The tables that the simulation prints, one after the other."""
    tables = []
    for line in text.splitlines():
        if not line[:1].isdigit():
            tables.append([])
        else:
            tables[-1] += NUMBER.findall(line)
    names = ["means", "others", "alone", "corrected"]
    return {f"coverage/{name}": ("scripts/check/coverage.sh", values) for name, values in zip(names, tables, strict=True)}


def fusion(text):
    """Recall at four depths a line; lines of a halving are two."""
    made = {}
    halving = without = ""
    for line in text.splitlines():
        found = re.match(r"(.*?)  +([\d.]+(?: / [\d.]+)+)$", line)
        if not found:
            continue
        label, values = found.group(1), found.group(2).split(" / ")
        if label.startswith("halving"):
            halving = label.split(",")[0].split()[1]
            made[f"fusion/halving/{halving}"] = values
        elif label == "  second":
            made[f"fusion/halving/{halving}"] += values
        elif label == "  on the others":
            made["fusion/without/nothing"] = values
        elif label.startswith("without"):
            without = label.split(",")[0].split()[1].lower().replace("_", "-")
            made[f"fusion/without/{without}"] = values
    return {name: ("scripts/bench/fusion.sh locomo10.json", values) for name, values in made.items()}


def measured():
    """What stands in the marked blocks of the pages."""
    made = {}
    for page in sorted(ROOT.glob("docs/**/*.md")):
        lines = page.read_text().splitlines()
        for at, line in enumerate(lines):
            marked = re.fullmatch(r"<!-- figures: (measured/\S+) -->", line)
            if marked:
                end = at + 1
                while end < len(lines) and lines[end].strip():
                    end += 1
                blame = git("blame", "--line-porcelain", "-L", f"{at + 2},{end}", "--", str(page))
                times = [int(t) for t in re.findall(r"^committer-time (\d+)$", blame, re.M)]
                commits = re.findall(r"^([0-9a-f]{40}) \d+ \d+", blame, re.M)
                there = [i for i, commit in enumerate(commits) if int(commit, 16)]
                newest = max(there, key=lambda i: times[i], default=None)
                commit = git("rev-parse", "HEAD") if newest is None else commits[newest]
                when = datetime.datetime.now().timestamp() if newest is None else times[newest]
                entry = {"command": "measured by hand, as " + str(page.relative_to(ROOT)) + " says",
                         "commit": commit[:8],
                         "date": datetime.datetime.fromtimestamp(when, datetime.UTC).date().isoformat(),
                         "machine": "as the page says"}
                made[marked.group(1)] = entry | {"values": numbers(lines[at + 1:end])}
    return made


def numbers(block):
    """The numbers of a block: of a table without its head, and without code."""
    rows = block[2:] if block[0].startswith("|") else block
    return NUMBER.findall("\n".join(re.sub(r"`[^`]*`|<!--.*?-->", "", row) for row in rows))


def written(made):
    """The file's form: one entry a line, by name."""
    lines = [json.dumps(name) + ": " + json.dumps(made[name], ensure_ascii=False) for name in sorted(made)]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def near(name, kept, made):
    """The built-in encoder computes in 8 bits: on another processor recall may be up to 0.3 points away (docs/retrieval.md)."""
    old, new = kept.get("values", []), made["values"]
    return (re.search(r"minilm|hybrid", name) and kept.get("machine") != made["machine"] and len(old) == len(new)
            and all(abs(Decimal(a) - Decimal(b)) <= Decimal("0.3") for a, b in zip(old, new)))


def main(arguments):
    check = "--check" in arguments
    group, *rest = [a for a in arguments if a != "--check"]
    old = json.loads(FILE.read_text()) if FILE.exists() else {}
    now = {"commit": git("rev-parse", "--short=8", "HEAD"), "date": datetime.date.today().isoformat(), "machine": machine()}
    if group == "program":
        program = Program(os.path.abspath(rest[0]) if rest else None)
        program.demonstration()
        if rest:
            program.published()
        found = program.made
    elif group in ("coverage", "fusion"):
        found = {"coverage": coverage, "fusion": fusion}[group](sys.stdin.read())
    elif group == "measured":
        found = measured()
    else:
        sys.exit(__doc__)
    new = {name: entry for name, entry in old.items() if group != "measured" or name in found or not name.startswith("measured/")}
    differs = []
    for name, entry in found.items():
        made = entry if isinstance(entry, dict) else {"command": entry[0]} | now | {"values": entry[1]}
        kept = old.get(name, {})
        if (kept.get("values"), kept.get("command")) != (made["values"], made["command"]):
            if not check or not near(name, kept, made):
                differs.append(f"{name}: {kept.get('values')} in the file, {made['values']} now")
            new[name] = made
    if check:
        print("\n".join(differs) or f"all {len(found)} figures are as in the file")
        sys.exit(1 if differs else 0)
    FILE.write_text(written(new))


if __name__ == "__main__":
    main(sys.argv[1:] or [""])
