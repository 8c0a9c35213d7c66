#!/usr/bin/env python3
"""Kills every verb that writes with SIGKILL at random moments, goes on with the same command each time, and compares the
end with one that was left alone: the same files, nothing on record twice, and no temporary file left.
  scripts/check/kills.py [KILLS [VERB...]]     KILLS for each verb (default: 60); VERBs as they are named below
Then three processes ask the same questions on one cache at once, and what their manifests say they paid for is what the
server was asked. LOCOMO is the program (default: this checkout's launcher); JAVA_HOME is a JDK 25; models are played by
ScriptedModels.java, a memory system by this script.
"""
import collections, json, os, pathlib, random, shutil, signal, socketserver, subprocess, sys, tempfile, time, urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
LOCOMO = os.environ.get("LOCOMO", str(ROOT / "locomo")).split()
KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 60
DATA = str(ROOT / "data" / "locomo-demo.json")
# Only what has the published bytes is fetched.
PUBLISHED = pathlib.Path(os.environ.get("LOCOMO_SHARED", ROOT.parent / "shared")) / "data/locomo10.json"
TINY = str(ROOT / "locomo-rag/src/test/resources/dev/locomo/rag/embed/djl/tiny")
with socketserver.TCPServer(("127.0.0.1", 0), None) as free:
    MODELS = f"http://127.0.0.1:{free.server_address[1]}"
GPT = f"--model openai:gpt-4o-mini --base-url {MODELS}/plain/v1 --no-cache --concurrency 2"
JUDGE = f"--data-file {DATA} --judge openai:gpt-4o --base-url {MODELS}/plain/v1 --no-cache --out run"
ASK = f"--data-file {DATA} --run run"
# What a command writes has names without a folder; {given} has what was made beforehand.
VERBS = {
    "eval-qa": f"eval-qa {ASK} {GPT}",
    "eval-qa extractive": f"eval-qa {ASK} --model extractive",
    "eval-qa with memory": f"eval-qa {ASK} --memory {{given}}/slow.json --memory-k 5",
    "eval-qa shard": f"eval-qa {ASK} {GPT} --shard 1/2",
    "eval-events": f"eval-events {ASK} {GPT} --verifier openai:gpt-4o --verifier-base-url {MODELS}/plain/v1",
    "eval-dialog": f"eval-dialog {ASK} {GPT} --max-turns 24",
    "eval-retrieval": f"eval-retrieval {ASK} --retriever bm25 --trec-run out.run --trec-qrels out.qrels --per-question out.csv",
    "score": f"score --data-file {DATA} --predictions {{given}}/a/predictions.jsonl --per-question out.csv",
    "embed": f"embed --data-file {DATA} --retriever hf:{TINY} --emb-dir vectors",
    "annotate observations": f"annotate observations {ASK} --out-file out.json --overwrite {GPT}",
    "annotate summaries": f"annotate summaries {ASK} --out-file out.json --overwrite {GPT}",
    "judge": f"judge {JUDGE} --predictions {{given}}/a/predictions.jsonl --limit 24",
    "judge calibrate": f"judge calibrate {JUDGE} --per-kind 2",
    "judge label draw": f"judge label draw --count 9 --run {{given}}/a --data-file {DATA} --out out.jsonl",
    "generate": f"generate --out-dir out --description friends --model openai:writer --base-url {MODELS}/plain/v1 --no-cache"
                " --num-days 60 --num-sessions 3 --embedder bm25 --qa 1 --count 2 --concurrency 2",
    "merge": f"merge --out m --data-file {DATA} {{given}}/s1 {{given}}/s2",
    "report": "report --run {given}/a --format html --out out.html --svg-dir charts",
    "runs import": "runs import --store runs.db {given}/a {given}/s1",
    "runs bundle": "runs bundle --out out.zip {given}/a",
    "view": "view --bundle pages {given}/a",
    "data convert": f"data convert --data-file {DATA} --to beir --out out",
    "data sample": f"data sample --data-file {DATA} --seed 1 --out out.json",
    "data fetch": f"data fetch locomo10 --from {PUBLISHED} --out out.json",
    "data errata derive": f"data errata derive --data-file {DATA} --out out.json",
}
# Of these files only time, places and counts of starts differ.
TOLD = {"manifest.json", "progress.json", "settings.json", "events.jsonl", ".lock"}
TIMES = {"latency_ms", "latency_ns", "ms", "seconds", "at", "started", "finished", "took_ms", "created", "elapsed_ms", "id"}

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


def without_times(tree):
    if isinstance(tree, dict):
        return {k: without_times(v) for k, v in tree.items() if k not in TIMES}
    return [without_times(v) for v in tree] if isinstance(tree, list) else tree


def content(file):
    """What has to be the same; lines of a record may come in another order, for requests are answered in any."""
    if file.suffix == ".jsonl":
        lines = [without_times(json.loads(line)) for line in file.read_text().splitlines() if line.strip()]
        return sorted(json.dumps(line, sort_keys=True) for line in lines)
    if file.suffix == ".json":
        return without_times(json.loads(file.read_text()))
    return file.stat().st_size if file.suffix in (".zip", ".db") else file.read_bytes()


def files(folder):
    """By name; vectors are appended in any order, so of them only the size counts. What a memory system says as its pipes
    break is its own."""
    return {str(f.relative_to(folder)): f.stat().st_size if f.suffix in ("", ".vectors", ".bin") else content(f)
            for f in sorted(folder.rglob("*"))
            if f.is_file() and f.name not in TOLD and f.name not in ("memory.jsonl", "slow.log", "said.txt")}


def start(command, folder, work):
    folder.mkdir(exist_ok=True)
    env = dict(os.environ, LOCOMO_HOME=str(work / "home"), OPENAI_API_KEY="none", WORK=str(work / ("memory-" + folder.name)),
               LOCOMO_JAVA_OPTS=f"-Djava.io.tmpdir={work / 'tmp'} " + os.environ.get("LOCOMO_JAVA_OPTS", ""))
    os.makedirs(env["WORK"], exist_ok=True)
    return subprocess.Popen(LOCOMO + command.format(given=work / "given").split(), cwd=folder, env=env, start_new_session=True,
                            stdout=subprocess.DEVNULL, stderr=open(folder / "said.txt", "ab"))


def wrong_of(folder, work, kills):
    """What is on record twice, or left over."""
    wrong = []
    for file in folder.rglob("calls.jsonl"):
        steps = collections.Counter(json.loads(line).get("step") for line in file.read_text().splitlines() if line.strip())
        wrong += [f"step {step} is on record {n} times" for step, n in steps.items() if step and n > 1]
    wrong += [f"{f} is left" for f in folder.rglob("*") if f.name.endswith((".part", ".tmp"))]
    record = folder / "run" / "memory.jsonl"
    if record.exists():
        wrong += memory(record, work / ("memory-" + folder.name) / "log", kills)
    return wrong


def memory(record, log, kills):
    """By our record, and by what the system itself has seen: nothing told or asked again without need."""
    built, found, wrong = set(), set(), []
    for line in map(json.loads, filter(None, record.read_text().splitlines())):
        if line["op"] == "begun" and line["sample"] in built:
            wrong.append(f"{line['sample']} was told again although it had been told")
        if line["op"] == "built":
            built.add(line["sample"])
        if line["op"] == "found":
            if line["question"] in found:
                wrong.append(f"{line['question']} was asked again")
            found.add(line["question"])
    asked = [json.loads(line) for line in log.read_text().splitlines() if line.strip()]
    searched = sum(op == "search" for op, _, _ in asked)
    # Not on record yet when a kill came: 4 in flight, and a search for each conversation that proves that it is there.
    return wrong + ([] if searched <= len(found) + len(built) + kills * (4 + len(built)) else [f"{searched} searches"])


def killed(verb, command, work):
    """Runs it whole once, then with kills until there were enough."""
    name = verb.replace(" ", "-")
    whole = work / (name + "-whole")
    began = time.monotonic()
    code = start(command, whole, work).wait()
    took, expected = time.monotonic() - began, files(whole)
    if code not in (0, 1) or not expected:
        return f"left alone it ended with {code}: " + (whole / "said.txt").read_text()[-300:]
    kills, ends, here, early = 0, 0, 0, 0
    folder = work / f"{name}-0"
    while True:
        process, began = start(command, folder, work), time.monotonic()
        try:
            if kills >= KILLS:
                process.wait()
            else:
                process.wait(random.uniform(0.1, 1) * took)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            kills, here = kills + 1, here + 1
            early += not files(folder)
            continue
        took = min(took, time.monotonic() - began) if here == 0 else took
        wrong = wrong_of(folder, work, here)
        if process.returncode != code:
            # What ended well may refuse to be written again; that it is there is what counts.
            said = (folder / "said.txt").read_text()
            wrong += [] if here and "exist" in said else [f"exit {process.returncode}: {said[-300:]}"]
        now = files(folder)
        wrong += [f"{f} differs" for f in sorted(expected.keys() | now.keys()) if expected.get(f) != now.get(f)]
        if wrong:
            return f"after {here} kills: " + "; ".join(wrong[:5])
        ends, here = ends + 1, 0
        shutil.rmtree(folder)
        folder = work / f"{name}-{ends}"
        if kills >= KILLS:
            print(f"ok      {verb}: {kills} kills ({early} before anything was written), {ends} ends, the same files", flush=True)
            return ""


def shared_cache(work):
    """Three processes on one cache: together they paid for what the server was asked, and each has every answer."""
    urllib.request.urlopen(MODELS + "/!reset", data=b"").read()
    command = f"eval-qa --data-file {DATA} --run run --cache {work}/cache " + GPT.replace("--no-cache ", "")
    folders = [work / f"shared-{i}" for i in range(3)]
    codes = [p.wait() for p in [start(command, folder, work) for folder in folders]]
    asked = sum(line.startswith("POST ") for line in urllib.request.urlopen(MODELS + "/!log").read().decode().splitlines())
    sources, answers = collections.Counter(), []
    for folder in folders:
        lines = [json.loads(line) for line in (folder / "run/predictions.jsonl").read_text().splitlines()]
        sources.update(line.get("source") for line in lines)
        answers.append({(line["question_id"], line["form"]): line["prediction"] for line in lines})
    kept = sum(1 for f in (work / "cache").rglob("*.json"))
    left = [f for f in (work / "cache").rglob("*") if f.name.endswith((".part", ".tmp"))]
    if any(codes) or answers[0] != answers[1] or answers[0] != answers[2] or left or sources["live"] != asked:
        return f"exit {codes}, sources {dict(sources)}, {asked} requests, {kept} entries, left {left}"
    print(f"ok      three processes on one cache: {dict(sources)}, {asked} requests, {kept} entries", flush=True)
    return ""


work, failed = pathlib.Path(tempfile.mkdtemp(prefix="kills-")), 0
models = subprocess.Popen([os.environ["JAVA_HOME"] + "/bin/java", str(ROOT / "scripts/check/ScriptedModels.java"), MODELS.split(":")[-1]])
try:
    given = work / "given"
    (work / "tmp").mkdir()
    given.mkdir()
    (given / "slow.py").write_text(SYSTEM)
    (given / "slow.json").write_text(json.dumps({"kind": "process", "command": [sys.executable, "slow.py"], "persistent": True,
                                                 "env": {"WORK": "${env.WORK}"}}))
    while subprocess.call(["curl", "-sf", "-o", "/dev/null", "-X", "POST", MODELS + "/!reset"]):
        time.sleep(0.2)
    for run, more in {"a": "", "s1": " --shard 1/2", "s2": " --shard 2/2"}.items():
        assert start(f"eval-qa --data-file {DATA} --model extractive --run {{given}}/{run}" + more, given, work).wait() == 0
    wanted = sys.argv[2:] or [*VERBS, "cache"]
    if "data fetch" in wanted and not PUBLISHED.exists():
        wanted.remove("data fetch")
        print(f"skipped data fetch: there is no {PUBLISHED}", flush=True)
    for verb in wanted:
        problem = shared_cache(work) if verb == "cache" else killed(verb, VERBS[verb], work)
        if problem:
            failed += 1
            print(f"FAILED  {verb}: {problem}", flush=True)
    # The last process has deleted what those before it left; its own folder goes when it ends.
    start("runs list --store {given}/none.db", given, work).wait()
    print(f"{len(wanted)} tried, {failed} went wrong; temporary folders left: {len(list((work / 'tmp').glob('locomo-*')))}")
finally:
    models.kill()
    shutil.rmtree(work, ignore_errors=True)
sys.exit(1 if failed else 0)
