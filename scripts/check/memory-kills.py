#!/usr/bin/env python3
"""Kills runs with a memory system with SIGKILL at random moments, goes on with the same command each time, and compares the
end with a run that was left alone: the same files, no conversation told again that had been told to its end, and no
question asked again that had an answer on record.
  scripts/check/memory-kills.py [DATA_FILE] [KILLS]     default: data/locomo-demo.json, 40
"""
import collections, json, os, pathlib, random, shutil, signal, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LOCOMO = os.environ.get("LOCOMO", str(ROOT / "locomo")).split()
DATA = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "data" / "locomo-demo.json")
KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 40

# Keeps what it is told in files; each operation is in its log before it is answered.
SYSTEM = r'''
import json, os, re, sys, time
work = os.environ["WORK"]
def file(p): return os.path.join(work, p["namespace"])
def run(op, p):
    if op == "hello":
        return {"name": "slow", "version": "1", "capabilities": {"ingest": "session", "search": True, "provenance": True,
            "reset": "namespace", "concurrency": 4}}
    with open(os.path.join(work, "log"), "a") as log:
        log.write(json.dumps([op, p["namespace"], p.get("question", "")]) + "\n")
    time.sleep(0.15 if op == "ingest" else 0.004)
    if op == "open": open(file(p), "w").close()
    if op == "ingest":
        with open(file(p), "a") as f:
            for t in p["session"]["turns"]: f.write(json.dumps([t["id"], t["speaker"] + ": " + t["text"]]) + "\n")
    if op == "search":
        words = set(re.findall(r"\w+", p["question"].lower()))
        told = [json.loads(line) for line in open(file(p))]
        told.sort(key=lambda t: -len(words & set(re.findall(r"\w+", t[1].lower()))))
        return {"items": [{"id": i, "text": t, "sources": [i]} for i, t in told[:p["k"]]]}
    if op == "close" and os.path.exists(file(p)): os.remove(file(p))
    return {"ready": True}
for line in sys.stdin:
    r = json.loads(line)
    try: print(json.dumps({"id": r["id"], "result": run(r["op"], r["params"])}), flush=True)
    except Exception as e: print(json.dumps({"id": r["id"], "error": {"kind": "fatal", "message": repr(e)}}), flush=True)
'''


def start(work, name):
    """A run in a folder of its own; the program is the process itself, or the launcher that becomes it."""
    run = work / name
    command = LOCOMO + ["eval-qa", "--data-file", DATA, "--memory", str(work / "slow.json"), "--memory-k", "5",
                        "--run", str(run), "--json"]
    env = dict(os.environ, LOCOMO_HOME=str(work / "home"), WORK=str(work / ("memory-" + name)))
    os.makedirs(env["WORK"], exist_ok=True)
    return subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=open(work / "err.txt", "ab"),
                            start_new_session=True)


def lines(file):
    return [json.loads(line) for line in file.read_text().splitlines() if line.strip()] if file.exists() else []


def plain(run):
    """What a run came to, without what is only time."""
    predictions = lines(run / "predictions.jsonl")
    for line in predictions:
        line.pop("latency_ms", None)
    scores = {f.name: f.read_bytes() for f in run.iterdir() if f.name.startswith("scores")}
    return predictions, scores


def memory(run, work, kills):
    """Fails where something was told or asked again without need: by our record, and by what the system itself has seen."""
    built, found = set(), set()
    for line in lines(run / "memory.jsonl"):
        if line["op"] == "begun":
            assert line["sample"] not in built, f"{line['sample']} was told again although it had been told"
        if line["op"] == "built":
            built.add(line["sample"])
        if line["op"] == "found":
            assert line["question"] not in found, f"{line['question']} was asked again"
            found.add(line["question"])
    asked = lines(work / ("memory-" + run.name) / "log")
    opened = collections.Counter(namespace for op, namespace, _ in asked if op == "open")
    searched = sum(op == "search" for op, _, _ in asked)
    assert all(n <= 1 + kills for n in opened.values()), opened
    # Not on record yet when the kill came: 4 in flight; and a search that proves that what was told is there, a conversation.
    assert searched <= len(found) + len(built) + kills * (4 + len(built)), (searched, len(found), kills)
    return len(built), len(found), sum(opened.values()) - len(opened)


work = pathlib.Path(tempfile.mkdtemp(prefix="memory-kills-"))
try:
    (work / "slow.py").write_text(SYSTEM)
    (work / "slow.json").write_text(json.dumps({"kind": "process", "command": [sys.executable, "slow.py"], "persistent": True,
                                                "env": {"WORK": "${env.WORK}"}}))
    began = time.monotonic()
    assert start(work, "whole").wait() == 0, (work / "err.txt").read_text()
    took = time.monotonic() - began
    expected = plain(work / "whole")
    kills, ends, number, here, again = 0, 0, 0, 0, 0
    hit = {"before anything is on record": 0, "while conversations are told": 0, "while questions are asked": 0}
    while kills < KILLS:
        name = f"run-{number}"
        process = start(work, name)
        began = time.monotonic()
        try:
            process.wait(random.uniform(0.3, 1.0) * took)
            code = process.returncode
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            kills, here = kills + 1, here + 1
            record = work / name / "memory.jsonl"
            text = record.read_text() if record.exists() else ""
            hit["while questions are asked" if '"found"' in text else "while conversations are told" if '"begun"' in text
                else "before anything is on record"] += 1
            continue
        assert code == 0, (work / "err.txt").read_text()
        took = min(took, time.monotonic() - began) if here == 0 else took
        built, found, more = memory(work / name, work, here)
        assert plain(work / name) == expected, f"{name} came to another end"
        ends, number, here, again = ends + 1, number + 1, 0, again + more
    process = start(work, f"run-{number}")
    assert process.wait() == 0, (work / "err.txt").read_text()
    built, found, more = memory(work / f"run-{number}", work, here)
    assert plain(work / f"run-{number}") == expected, "the last run came to another end"
    print(f"{kills} kills ({', '.join(f'{n} {w}' for w, n in hit.items())}), {ends + 1} runs to their end, "
          f"{built} conversations and {found} questions each: the same files; {again + more} conversations were told again, "
          "all of them killed while they were told")
finally:
    shutil.rmtree(work, ignore_errors=True)
