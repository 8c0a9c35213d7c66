"""Runs the original's generator with stubs in place of every service and writes down its calls.

  generation.py CHECKOUT OUT_DIR

CHECKOUT is the user's own checkout of the original project (commit 3eb6f2c). Replies, personas and attributes are ours;
of the original's prompts only SHA-256 hashes are written. The random draws are Python's after random.seed(SEED).
"""
import contextlib, hashlib, io, json, os, random, re, sys, tempfile, types

CHECKOUT, OUT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])


def module(name, **members):
    made = types.ModuleType(name)
    for key, value in members.items():
        setattr(made, key, value)
    sys.modules[name] = made
    return made


class Anything:
    def __init__(self, *args, **kwargs): pass
    def __getattr__(self, name): return lambda *a, **k: self
    def __call__(self, *args, **kwargs): return self


calls, tally = [], {}


def nth(kind):
    tally[kind] = tally.get(kind, 0) + 1
    return tally[kind]


def dated(prompt, ids, cause):
    start = re.findall(r"between (\d\d \w+, \d{4}) and", prompt)[-1]
    from datetime import datetime, timedelta
    day = datetime.strptime(start, "%d %B, %Y")
    events = []
    for name in ids:
        number = int(name[1:])
        when = (day + timedelta(days=7 * number)).strftime("%d %B, %Y")
        alone = number % 7 == 0
        events.append({"Sub-event" if number == 1 else "sub-event": "thing %d happened at the caf\u00e9" % number,
                       "date": when.replace(",", "") if number == 4 else when,
                       "caused_by": [] if cause is None or alone else [cause], "id": name})
    return json.dumps(events, indent=1)


def reply(messages):
    """Ours, by what is asked; told apart by the shape of the request, not by its words."""
    text = messages[0]["content"]
    tokens = calls[-1]["max_tokens"]
    if len(messages) > 1 and tokens == 500:
        kind, n = "facts", nth("facts")
        talk = messages[-1]["content"]
        facts = {}
        for turn, who in re.findall(r"\[(D\d+:\d+)\] (\w+) said", talk):
            facts.setdefault(who, []).append(["%s told story %s." % (who, turn), turn])
        body = json.dumps(facts)
        return "not yet" if n == 2 else ("```json\n%s" % body).replace("```", "") if n == 3 else body
    if len(messages) > 1:
        return "Look at this one here, it made my day." if nth("rewrite") % 2 else "A picture."
    if tokens == 1000:
        n = nth("persona")
        return "no JSON" if n == 1 else json.dumps({"Name": "Cleo" if n < 3 else "Dara",
                                                    "Persona": "Likes \u201ctea\u201d, number %d." % n})
    if tokens == 512:
        return dated(text, ["E1", "E2", "E3"], None)
    if tokens == 1024:
        ids = re.findall(r"new sub-events (E\d+), (E\d+), (E\d+) and (E\d+)", text)[0]
        return dated(text, ids, "E%d" % (int(ids[0][1:]) - 1))
    if tokens == 20:
        return "nothing at all" if nth("query") % 3 == 0 else " a quiet thing "
    if tokens == 150:
        return " Summary number %d. " % nth("summary")
    if tokens == 300:
        n = nth("insight")
        return json.dumps({"one": "first %d" % n, "two": "second %d" % n}) if n % 3 == 0 else \
            json.dumps(["insight %d" % n, "more %d" % n])
    if calls[-1]["temperature"] == 1.2:
        n = nth("turn")
        name = text.rsplit("\n", 1)[-1][:-2]
        if "[END] at the end" in text:
            return name + ": It is late, see you. [END]"
        return [name + ": Hello there, day %d was long.\nand more" % n,
                "Look here [shares a photo of tea %d] now" % n,
                "I would [gesture] say so %d" % n,
                "[Shares a photo of a cup]",
                "Just words %d" % n,
                "  [shares a cat] "][n % 6]
    return "  short %d " % nth("other")


def create(**kwargs):
    calls.append({"max_tokens": kwargs["max_tokens"], "temperature": kwargs["temperature"]})
    text = reply(kwargs["messages"])
    shown = json.dumps([[m["role"], m["content"]] for m in kwargs["messages"]], ensure_ascii=True)
    calls[-1].update(sha256=hashlib.sha256(shown.encode()).hexdigest(), reply=text)
    return types.SimpleNamespace(choices=[types.SimpleNamespace(message=types.SimpleNamespace(content=text))])


def vector(text):
    digest = hashlib.sha256(text.encode()).digest()
    return [digest[i] / 255.0 for i in range(16)]


error = module("openai.error", **{n: type(n, (Exception,), {}) for n in
               ("APIError", "APIConnectionError", "RateLimitError", "ServiceUnavailableError")})
module("openai", error=error, ChatCompletion=types.SimpleNamespace(create=create),
       Embedding=types.SimpleNamespace(create=lambda input, model: {"data": [{"embedding": vector(t)} for t in input]}))
module("google"); module("google.generativeai"); sys.modules["google"].generativeai = sys.modules["google.generativeai"]
module("anthropic", Anthropic=Anything)
module("icrawler"); module("icrawler.builtin", ImageDownloader=object, GoogleImageCrawler=Anything)
module("transformers", BlipProcessor=Anything(), BlipForConditionalGeneration=Anything())
module("PIL", Image=Anything()); module("PIL.Image")
module("tiktoken", get_encoding=lambda name: types.SimpleNamespace(encode=lambda text: [0] * 1500))

sys.path.insert(0, CHECKOUT)
os.environ["OPENAI_API_KEY"] = "none"
import time
time.sleep = lambda seconds: None
sys.argv = ["x"]
source = open(os.path.join(CHECKOUT, "generative_agents", "generate_conversations.py"), encoding="utf-8").read()
source = source.split("\nif __name__")[0].replace("Path(__file__)", "Path(%r)" % os.path.join(CHECKOUT, "generative_agents", "x.py"))

AGENTS = [{"name": "Ada", "persona_summary": "Ada bakes \u201crye\u201d bread and sings."},
          {"name": "Ben", "persona_summary": "Ben repairs clocks; he has a shy dog."}]
MSC = {"train": [{"Speaker 1": ["I sing.", "It's mine."], "Speaker 2": ["I row."], "in_dataset": 1},
                 {"Speaker 1": ["I say \"no\".", "It's caf\u00e9 time."], "Speaker 2": ["I row a boat."], "in_dataset": 0},
                 {"Speaker 1": ["I ski."], "Speaker 2": [], "in_dataset": 0}]}
SCENARIOS = {
    "example": (11, "--events --session --summary --num-sessions 3 --persona --blip-caption --num-days 90"
                " --num-events 10 --max-turns-per-session 20 --num-events-per-session 1"),
    "reflection": (3, "--persona --events --session --summary --reflection --blip-caption --num-sessions 4"
                   " --num-days 120 --num-events 9 --max-turns-per-session 12 --num-events-per-session 2"),
    "short": (5, "--events --session --summary --num-sessions 2 --num-days 60 --num-events 4"
              " --max-turns-per-session 8 --num-events-per-session 2 --blip-caption"),
}
for name, (seed, flags) in SCENARIOS.items():
    calls.clear(); tally.clear()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.mkdir("data"); os.mkdir("out")
        json.dump(MSC, open("data/msc_personas_all.json", "w"))
        if name != "reflection":
            for agent, side in zip(AGENTS, "ab"):
                json.dump(agent, open("out/agent_%s.json" % side, "w"))
        sys.argv = ["x", "--out-dir", "out", "--prompt-dir", os.path.join(CHECKOUT, "prompt_examples")] + flags.split()
        space = {"__name__": "generator"}
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(source, "generate_conversations.py", "exec"), space)
            space["get_images"] = lambda query, out_dir, offset: ([], []) if "nothing" in query else \
                (["http://example.org/%d.jpg" % offset], ["%04d.jpg" % (offset + 1)])
            space["get_blip_caption"] = lambda *args: "a photography of a quiet thing"
            space["random"].seed(seed)
            space["main"]()
        agents = [json.load(open("out/agent_%s.json" % side)) for side in "ab"]
    dates = [agents[0].get("session_%d_date_time" % j) for j in range(1, 60) if "session_%d_date_time" % j in agents[0]]
    texts = [t["clean_text"] for j in range(1, 60) for t in agents[0].get("session_%d" % j, [])]
    with open(os.path.join(OUT, name + ".json"), "w") as out:
        json.dump({"seed": seed, "flags": flags, "dates": dates, "texts": texts,
                   "msc": MSC if name == "reflection" else None,
                   "agents": None if name == "reflection" else AGENTS, "calls": calls}, out, indent=0)
    print(name, len(calls), "calls", len(dates), "sessions", len(texts), "turns")
