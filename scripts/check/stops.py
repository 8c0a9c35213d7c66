#!/usr/bin/env python3
"""Stops every verb that asks a model with a signal, and lets it go on:

    scripts/check/stops.py [LOCOMO]

LOCOMO is the program to try, by default this checkout's; JAVA_HOME is a JDK 25. Models are played by ScriptedModels.java
behind a server of this script, which hangs, fails or is slow. Seen of each: the exit code, how long the end took, that
nothing was asked after the signal, the manifest, and that the same command afterwards asks for nothing that was answered.
ONLY=REGEX tries only some, such as ONLY='eval-qa hang'.
"""
import collections, http.client, http.server, json, os, pathlib, re, shutil, signal, socketserver, subprocess, sys, tempfile, threading, time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LOCOMO = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else str(ROOT / "locomo")
JAVA = os.environ["JAVA_HOME"] + "/bin/java"
DATA = str(ROOT / "data/locomo-demo.json")
with socketserver.TCPServer(("127.0.0.1", 0), None) as free:
    MODELS = free.server_address[1]
ANSWERED_FIRST = 3  # requests that are answered at once before the server hangs, fails or is slow


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads, request_queue_size = True, 256

    def behave(self, mode):
        self.mode, self.times, self.answered, self.lock = mode, [], collections.Counter(), threading.Lock()
        self.released = threading.Event()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        with self.server.lock:
            self.server.times.append(time.monotonic())
            first = len(self.server.times) <= ANSWERED_FIRST
        mode = "good" if first else self.server.mode
        if mode == "hang":
            self.server.released.wait()
            self.close_connection = True
            return
        if mode == "slow":
            time.sleep(3)
        status, said = 503, b'{"error":{"message":"overloaded"}}'
        if mode != "outage":
            models = http.client.HTTPConnection("127.0.0.1", MODELS)
            models.request("POST", self.path, body, {"content-type": "application/json"})
            answer = models.getresponse()
            status, said = answer.status, answer.read()
        try:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)
            self.wfile.flush()
        except OSError:
            return
        if status == 200:
            with self.server.lock:
                self.server.answered[body] += 1


def verbs(base):
    gpt = ["--model", "openai:gpt-4o-mini", "--base-url", base]
    judge = ["--data-file", DATA, "--base-url", base, "--judge", "openai:gpt-4o"]
    return {
        "eval-qa": ["eval-qa", "--data-file", DATA, "--run", "run", "--limit", "24", *gpt],
        "eval-events": ["eval-events", "--data-file", DATA, "--run", "run", *gpt, "--verifier", "openai:gpt-4o", "--verifier-base-url", base],
        "eval-dialog": ["eval-dialog", "--data-file", DATA, "--run", "run", "--max-turns", "24", *gpt],
        "annotate observations": ["annotate", "observations", "--data-file", DATA, "--run", "run", "--out-file", "out.json", "--overwrite", *gpt],
        "annotate summaries": ["annotate", "summaries", "--data-file", DATA, "--run", "run", "--out-file", "out.json", "--overwrite", *gpt],
        "judge": ["judge", "--predictions", "extractive/predictions.jsonl", *judge, "--out", "run", "--limit", "24"],
        "judge calibrate": ["judge", "calibrate", *judge, "--per-kind", "4", "--out", "run"],
        "generate": ["generate", "--out-dir", "out", "--description", "two old friends", "--model", "openai:writer", "--base-url", base,
                     "--num-days", "60", "--num-sessions", "3", "--embedder", "bm25", "--qa", "1", "--count", "2"],
    }


def start(command, folder):
    env = {**os.environ, "LOCOMO_HOME": str(folder / "home"), "OPENAI_API_KEY": "key-openai"}
    err = open(folder / "stderr", "a")
    return subprocess.Popen([LOCOMO, *command], cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=err)


def manifest(folder):
    found = list(folder.glob("run/manifest.json")) + list(folder.glob("out/run-*/manifest.json"))
    return json.loads(found[0].read_text())["status"] if found else "none"


def attempt(server, folder, verb, command, mode, name):
    pace = ["--requests-per-minute", str(ANSWERED_FIRST)] if mode == "pace" else []
    server.behave("good" if mode == "pace" else mode)
    locomo = start([*command, *pace], folder)
    wanted = ANSWERED_FIRST + {"pace": 0, "outage": 3}.get(mode, 1)
    while len(server.times) < wanted and locomo.poll() is None:
        time.sleep(0.02)
    time.sleep(0.3)
    if locomo.poll() is not None:
        return ["ended before the signal"]
    sent = time.monotonic()
    locomo.send_signal(getattr(signal, name))
    code, took = locomo.wait(60), time.monotonic() - sent
    late = sum(1 for t in server.times if t > sent + 0.1)
    limit = {"hang": 7, "slow": 3 + 3}.get(mode, 3)
    wrong = []
    if code != 130:
        wrong.append(f"exit {code}")
    if took > limit:
        wrong.append(f"{took:.1f} s to the end, more than {limit}")
    if late:
        wrong.append(f"{late} requests after the signal")
    if manifest(folder) != "interrupted":
        wrong.append("manifest " + manifest(folder))
    server.released.set()
    before = server.answered.copy()
    server.behave("good")
    code = start(command, folder).wait(120)
    if code not in (0, 1) or manifest(folder) != "complete":
        wrong.append(f"the same command again: exit {code}, manifest {manifest(folder)}")
    return wrong + [f"{took:.1f} s"] if wrong else (took, before + server.answered)


def main():
    only = re.compile(os.environ.get("ONLY", "."))
    models = subprocess.Popen([JAVA, str(ROOT / "scripts/check/ScriptedModels.java"), str(MODELS)])
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    work, failed, signals = pathlib.Path(tempfile.mkdtemp()), 0, ["SIGTERM", "SIGINT", "SIGHUP"]
    try:
        while subprocess.call(["curl", "-sf", "-o", "/dev/null", "-X", "POST", f"http://127.0.0.1:{MODELS}/!reset"]):
            time.sleep(0.2)
        server.behave("good")
        start(["eval-qa", "--data-file", DATA, "--run", "extractive"], work).wait()
        for verb, command in verbs(f"http://127.0.0.1:{server.server_port}/plain/v1").items():
            command = [*command, "--no-cache", "--concurrency", "2"]
            whole = None
            for mode in ["hang", "outage", "slow", "pace"]:
                if not only.search(f"{verb} {mode}"):
                    continue
                if whole is None:
                    server.behave("good")
                    folder = pathlib.Path(tempfile.mkdtemp(dir=work))
                    shutil.copytree(work / "extractive", folder / "extractive")
                    start(command, folder).wait()
                    whole = server.answered
                folder = pathlib.Path(tempfile.mkdtemp(dir=work))
                shutil.copytree(work / "extractive", folder / "extractive")
                signals.append(signals.pop(0))
                seen = attempt(server, folder, verb, command, mode, signals[0])
                if isinstance(seen, tuple) and seen[1] != whole:
                    twice, never = seen[1] - whole, whole - seen[1]
                    seen = [f"{sum(twice.values())} answered requests asked again, {sum(never.values())} never asked"]
                if isinstance(seen, tuple):
                    print(f"ok      {verb}, {mode}, {signals[0]}: {seen[0]:.1f} s; {sum(seen[1].values())} answers, each once", flush=True)
                else:
                    failed += 1
                    print(f"FAILED  {verb}, {mode}, {signals[0]}: {'; '.join(seen)}\n{(folder / 'stderr').read_text()[-600:]}", flush=True)
    finally:
        models.kill()
        shutil.rmtree(work)
    print("Every stop is a stop." if not failed else f"{failed} failed")
    sys.exit(1 if failed else 0)


main()
