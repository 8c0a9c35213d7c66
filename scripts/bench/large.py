#!/usr/bin/env python3
"""Time and memory of every verb that reads a whole data set, on synthetic LoCoMo of growing size and on one conversation
of a million turns, as the table of docs/performance.md.
  scripts/bench/large.py [FOLDER [SIZES]]     SIZES: conversations, and the turns of a single one as 1xTURNS (default: 10,1000,1x1000000)
Data and results stay in FOLDER, where there is one, and what is there is not made again. LOCOMO is the program (default: the
launcher of this checkout); LOCOMO_JAVA_OPTS=-Xmx1200m bounds its heap. Times are of the processor, user and system.
"""
import json, os, pathlib, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LOCOMO = os.environ.get("LOCOMO", str(ROOT / "locomo")).split()
folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="large-")).resolve()
sizes = (sys.argv[2] if len(sys.argv) > 2 else "10,1000,1x1000000").split(",")
folder.mkdir(parents=True, exist_ok=True)

VERBS = {
    "data check": "data check {data}",
    "eval-qa": "eval-qa --model extractive --data-file {data} --run {out}/a",
    "score": "score --predictions {out}/a/predictions.jsonl --data-file {data} --json",
    "other reader": "eval-qa --model extractive --context oracle --data-file {data} --run {out}/b",
    "compare": "compare --data-file {data} {out}/a {out}/b",
    "report": "report --run {out}/a --data-file {data}",
    "report, HTML": "report --run {out}/a --data-file {data} --format html --out {out}/a.html",
    "eval-retrieval": "eval-retrieval --retriever bm25 --data-file {data} --json",
    "runs import": "runs import --store {out}/runs.db --data-file {data} {out}/a",
    "shard 1/2": "eval-qa --model extractive --context oracle --data-file {data} --run {out}/s1 --shard 1/2",
    "shard 2/2": "eval-qa --model extractive --context oracle --data-file {data} --run {out}/s2 --shard 2/2",
    "merge": "merge --out {out}/m --data-file {data} {out}/s1 {out}/s2",
}
NOT_SHOWN = {"other reader", "shard 1/2", "shard 2/2"}


def measured(size, verb, command):
    """Seconds of the processor, seconds of the wall, MiB at most; kept, so that a stopped call goes on."""
    kept = folder / size / (verb.replace(" ", "-").replace("/", "of").replace(",", "") + ".json")
    if not kept.exists():
        began = time.monotonic()
        with open(folder / size / "said.txt", "ab") as said:
            process = subprocess.Popen(LOCOMO + command.split(), stdout=said, stderr=said)
            _, status, used = os.wait4(process.pid, 0)
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            sys.exit(f"{command}: ended with {os.waitstatus_to_exitcode(status)}; see {folder / size / 'said.txt'}")
        kept.write_text(json.dumps([used.ru_utime + used.ru_stime, time.monotonic() - began, used.ru_maxrss / 1024]))
    return json.loads(kept.read_text())


results, questions, megabytes = {}, {}, {}
for size in sizes:
    (folder / size).mkdir(exist_ok=True)
    data = folder / size / "data.json"
    if not data.exists():
        conversations, _, turns = size.partition("x")
        part = data.with_suffix(".part")
        subprocess.run([sys.executable, str(ROOT / "scripts/check/large-data.py"), "locomo", str(part), conversations,
                        *([turns] if turns else [])], check=True)
        part.rename(data)
    megabytes[size] = data.stat().st_size / 1e6
    questions[size] = 199 * int(size.partition("x")[0])
    for verb, command in VERBS.items():
        results[verb, size] = measured(size, verb, command.format(data=data, out=folder / size))
        print(size, verb, "%.1f s of the processor, %.1f s, %.0f MiB" % tuple(results[verb, size]), file=sys.stderr, flush=True)

first = sizes[0]
print("| Verb | " + " | ".join(f"{int(s.partition('x')[0]):,} x {int(s.partition('x')[2] or 588):,} turns, {questions[s]:,} questions, "
                               f"{megabytes[s]:.0f} MB" for s in sizes) + " |")
print("|---" * (1 + len(sizes)) + "|")
for verb in VERBS:
    if verb not in NOT_SHOWN:
        cells = []
        for size in sizes:
            cpu, _, peak = results[verb, size]
            # A process starts before it reads: what ten conversations take is mostly that.
            cells.append(f"{cpu:.1f} s, {peak:,.0f} MiB" + (
                "" if size == first else f"; {cpu / questions[size] / (results[verb, first][0] / questions[first]):.2f} a question"))
        print(f"| `{verb}` | " + " | ".join(cells) + " |")
