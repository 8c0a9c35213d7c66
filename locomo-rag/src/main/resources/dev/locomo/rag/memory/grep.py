"""A memory of text files, one a session, searched as grep would search them."""
import json, os, re, shutil, sys

NOTES = os.environ["NOTES"]
COMMON = set("a about am an and any are as at be been did do does for from had has have he her his how i "
             "if in is it its me my of on or our she so that the their them they this to was we were what "
             "when where which who why will with would you your".split())


def words(text):
    return {w for w in re.findall(r"[a-z0-9]+", text.lower()) if w not in COMMON}


def folder(p):
    return os.path.join(NOTES, re.sub(r"[^A-Za-z0-9-]", "_", p["namespace"]))


def ingest(p):
    s = p["session"]
    with open(os.path.join(folder(p), "%04d.txt" % s["index"]), "a", encoding="utf-8") as notes:
        for t in s["turns"]:
            shown = "".join(" [picture: %s]" % i["caption"] for i in t["images"] if i["caption"])
            said = " ".join((t["text"] + shown).split())
            notes.write("%s\t[%s] %s: %s\n" % (t["id"], s["date"], t["speaker"], said))
    return {"accepted": len(s["turns"])}


def search(p):
    asked, found = words(p["question"]), []
    for name in sorted(os.listdir(folder(p))):
        with open(os.path.join(folder(p), name), encoding="utf-8") as notes:
            for line in notes:
                turn, text = line.rstrip("\n").split("\t", 1)
                hits = len(asked & words(text))
                if hits:
                    found.append((-hits, len(found), turn, text))
    return {"items": [{"id": t, "text": x, "score": -h, "sources": [t]} for h, _, t, x in sorted(found)[:p["k"]]]}


def run(op, p):
    if op == "hello":
        return {"name": "grep", "version": "1", "capabilities": {
            "ingest": "session", "search": True, "provenance": True, "reset": "namespace"}}
    if op == "open":
        os.makedirs(folder(p), exist_ok=True)
    if op == "close":
        shutil.rmtree(folder(p), ignore_errors=True)
    return ingest(p) if op == "ingest" else search(p) if op == "search" else {"ready": True}


for line in sys.stdin:
    asked = json.loads(line)
    try:
        reply = {"id": asked["id"], "result": run(asked["op"], asked["params"])}
    except Exception as e:
        reply = {"id": asked["id"], "error": {"kind": "fatal", "message": repr(e)}}
    print(json.dumps(reply), flush=True)
