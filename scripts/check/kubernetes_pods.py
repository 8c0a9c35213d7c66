"""Runs the pods of composed manifests as Docker containers: python3 kubernetes_pods.py MANIFESTS CLASSES

MANIFESTS is what kustomize wrote, CLASSES has SlowServer.class. Services are names in a network, volumes folders, secrets made
up. A pod of the job "locomo" is told to stop on its way and started again with its index; then all must be complete, and what
merge or the queue makes of them the same run everywhere.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

import yaml


def docker(*args, check=True):
    done = subprocess.run(["docker", *args], capture_output=True, text=True)
    if check and done.returncode != 0:
        sys.exit(f"FAILED: docker {' '.join(args)}: {done.stdout}{done.stderr}")
    return done


class Pods:
    """Containers of one set of manifests."""

    def __init__(self, manifests, classes):
        self.objects = [o for o in yaml.safe_load_all(manifests.read_text()) if o]
        self.name = f"locomo-pods-{os.getpid()}"
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="locomo-pods.", dir="/var/tmp"))
        self.secrets = {"locomo-keys": {"OPENAI_API_KEY": "key-of-the-check"}, "locomo-postgres": {"password": "made-up"}}
        self.started = []
        docker("network", "create", self.name)
        self.run("model", "model", "locomo:cpu", ["--volume", f"{classes}:/classes:ro", "--entrypoint", "/opt/locomo/runtime/bin/java"],
                 ["-cp", "/classes", "SlowServer", "8000", "1500", "0.0.0.0"])

    def close(self):
        for container in self.started:
            docker("rm", "--force", "--volumes", container, check=False)
        docker("network", "rm", self.name, check=False)
        shutil.rmtree(self.work, ignore_errors=True)

    def of(self, kind):
        return [o for o in self.objects if o["kind"] == kind]

    def run(self, name, alias, image, options, words):
        container = f"{self.name}-{name}"
        docker("run", "--detach", "--name", container, "--network", self.name, "--network-alias", alias, *options, image, *words)
        self.started.append(container)
        return container

    def variables(self, container, index):
        found = {"JOB_COMPLETION_INDEX": str(index)}
        for source in container.get("envFrom", []):
            if "configMapRef" in source:
                found.update(next(o["data"] for o in self.of("ConfigMap") if o["metadata"]["name"] == source["configMapRef"]["name"]))
            else:
                found.update(self.secrets[source["secretRef"]["name"]])
        for entry in container.get("env", []):
            if "value" in entry:
                found[entry["name"]] = entry["value"]
            else:
                key = entry["valueFrom"]["secretKeyRef"]
                found[entry["name"]] = self.secrets[key["name"]][key["key"]]
        return found

    def folder(self, pod, mount, spec):
        """A folder for a volume: of the pod alone, or of all where it is a claim; the group of the pod may write in it."""
        volume = next((v for v in spec.get("volumes", []) if v["name"] == mount["name"]), {})
        shared = "persistentVolumeClaim" in volume
        folder = self.work / ("claims" if shared else pod) / mount["name"]
        if not folder.exists():
            folder.mkdir(parents=True)
            os.chown(folder, 0, spec["securityContext"]["fsGroup"])
            folder.chmod(0o2775)
        return folder

    def container(self, pod, alias, spec, container, index=0):
        """Starts a container of a pod."""
        user = spec["securityContext"]
        confined = container["securityContext"]
        assert confined["allowPrivilegeEscalation"] is False
        options = ["--user", f"{user['runAsUser']}:{user['runAsGroup']}", "--security-opt", "no-new-privileges",
                   "--memory", container["resources"]["limits"]["memory"].replace("Gi", "g").replace("Mi", "m")]
        options += ["--read-only"] if confined["readOnlyRootFilesystem"] else []
        options += [f"--cap-drop={c}" for c in confined["capabilities"]["drop"]]
        for mount in container.get("volumeMounts", []):
            options += ["--volume", f"{self.folder(pod, mount, spec)}:{mount['mountPath']}"]
        variables = self.variables(container, index)
        for name, value in variables.items():
            options += ["--env", f"{name}={value}"]
        words = container.get("command", []) + container.get("args", [])
        for name, value in variables.items():
            words = [w.replace(f"$({name})", value) for w in words]
        if "command" in container:
            options += ["--entrypoint", words[0]]
            words = words[1:]
        return self.run(f"{pod}-{container['name']}-{len(self.started)}", alias, container["image"], options, words)

    def services(self):
        for stateful in self.of("StatefulSet"):
            spec = stateful["spec"]["template"]["spec"]
            name = stateful["metadata"]["name"]
            service = next(s for s in self.of("Service") if s["spec"]["selector"] == stateful["spec"]["template"]["metadata"]["labels"])
            self.container(name, service["metadata"]["name"], spec, spec["containers"][0])

    def pod(self, job, index):
        """Starts a pod: its init containers one after the other, then what it is for."""
        spec = job["spec"]["template"]["spec"]
        name = f"{job['metadata']['name']}-{index}"
        for first in spec.get("initContainers", []):
            done = self.container(name, name, spec, first, index)
            code = self.ended(done, 120)
            if code != 0:
                sys.exit(f"FAILED: {first['name']} of {name} ended with {code}: {docker('logs', done).stderr}")
        return self.container(name, name, spec, spec["containers"][0], index)

    def ended(self, container, seconds):
        """The exit code of a container."""
        try:
            return int(subprocess.run(["docker", "wait", container], capture_output=True, text=True, timeout=seconds).stdout)
        except subprocess.TimeoutExpired:
            logs = docker("logs", container)
            sys.exit(f"FAILED: {container} is still running after {seconds} s: {logs.stdout[-2000:]}{logs.stderr[-2000:]}")

    def answered(self, folder):
        file = self.work / "claims/lab/runs/my-run" / folder / "predictions.jsonl"
        return len(file.read_text().splitlines()) if file.exists() else 0


def events(container):
    """What it logged: every line is a JSON event."""
    return [json.loads(line) for line in docker("logs", container).stderr.splitlines()]


def main(manifests, classes):
    pods = Pods(pathlib.Path(manifests), classes)
    try:
        pods.services()
        job = next(j for j in pods.of("Job") if j["metadata"]["name"] == "locomo")
        template = job["spec"]["template"]
        shards = any("--shard" in c.get("args", []) for c in template["spec"]["containers"])
        kind = "shard" if shards else "process"
        merges = [pods.pod(j, 0) for j in pods.of("Job") if j is not job]
        running = [pods.pod(job, index) for index in range(job["spec"]["completions"])]

        end = time.time() + 120
        while pods.answered(f"{kind}-1") < 3:
            if time.time() > end:
                sys.exit(f"FAILED: no answers: {docker('logs', running[1]).stderr[-2000:]}")
            time.sleep(0.2)
        annotations = template["metadata"]["annotations"]
        address = docker("inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", running[1]).stdout.strip()
        scraped = urllib.request.urlopen(f"http://{address}:{annotations['prometheus.io/port']}{annotations['prometheus.io/path']}", timeout=10)
        assert b"locomo_pieces_done" in scraped.read()

        started = time.time()
        docker("stop", "--time", str(template["spec"]["terminationGracePeriodSeconds"]), running[1])
        stopped = time.time() - started
        code = pods.ended(running[1], 5)
        before = pods.answered(f"{kind}-1")
        if code != 130 or stopped > template["spec"]["terminationGracePeriodSeconds"]:
            sys.exit(f"FAILED: told to stop, it ended with {code} after {stopped:.1f} s")
        running.append(pods.pod(job, 1))
        for container in [running[0], *running[2:]]:
            code = pods.ended(container, 180)
            if code != 0:
                sys.exit(f"FAILED: {container} ended with {code}: {docker('logs', container).stderr[-3000:]}")
        ids = {events(container)[-1]["run_id"] for container in running}
        assert len(ids) == job["spec"]["completions"], "a run that is continued keeps its id"
        runs = pods.work / "claims/lab/runs/my-run"
        if shards:
            for merge in merges:
                if pods.ended(merge, 120) != 0:
                    sys.exit(f"FAILED: merge: {docker('logs', merge).stderr[-3000:]}")
            whole = [runs / "whole"]
        else:
            whole = sorted(runs.glob("process-*"))
        reports = {(folder / "report.json").read_bytes() for folder in whole}
        assert len(reports) == 1, "the processes made different reports"
        questions = {len((folder / "predictions.jsonl").read_text().splitlines()) for folder in whole}
        assert len(questions) == 1, questions
        print(f"{pathlib.Path(manifests).name}: {job['spec']['completions']} pods, one stopped in {stopped:.1f} s with {before} answers "
              f"and started again: {questions.pop()} answers, {len(whole)} whole run(s) with one report; logs of JSON, metrics scraped")
    finally:
        pods.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
