#!/usr/bin/env python3
"""Chats of a user with an assistant, in LoCoMo's format: many sessions, long replies, each fact told once among small talk.

    scripts/bench/assistant_chats.py > chats.json

For trying a retriever on data unlike LoCoMo's: questions name nobody, answers are in the user's own turns, and half of the
questions share few words with them. Everything is ours and drawn from one seed.
"""
import json
import random

FACTS = [  # what is told, what is asked
    ("my new puppy is a {a} and chews on everything", "What breed is my dog?", ["corgi", "beagle", "poodle", "whippet"]),
    ("I finally finished the {a} puzzle my aunt gave me", "Which puzzle did I complete?", ["lighthouse", "galaxy", "castle"]),
    ("I got promoted to {a} on Monday", "What is my current position at work?", ["team lead", "head nurse", "site manager"]),
    ("the mechanic says the {a} of my car has to be replaced", "What part of the car needs repair?", ["clutch", "radiator"]),
    ("I paid {a} dollars for the ticket to Lisbon", "How much did the flight cost me?", ["430", "512", "298"]),
    ("we painted the bedroom {a} over the weekend", "What colour is my bedroom now?", ["sage green", "navy", "ochre"]),
    ("my sister {a} is moving in with us next month", "Who is going to live with us?", ["Priya", "Greta", "Noemi"]),
    ("I ran the half marathon in {a} minutes", "What was my time in the race?", ["112", "128", "104"]),
    ("I am allergic to {a}, so keep that in mind for recipes", "Which food can I not eat?", ["cashews", "shellfish", "celery"]),
    ("I started learning the {a} with a neighbour", "Which instrument am I practising?", ["cello", "banjo", "oboe"]),
    ("I left my umbrella at the {a} again", "Where did I forget my umbrella?", ["dentist", "library", "gym"]),
    ("our book club picked {a} for this month", "What are we reading in the book club?", ["Middlemarch", "Emma", "Dune"]),
    ("my grandmother turned {a} yesterday", "How old is my grandmother?", ["91", "88", "84"]),
    ("I planted {a} on the balcony this morning", "What grows on my balcony?", ["basil", "tomatoes", "lavender"]),
    ("I switched to the {a} bus because of roadworks", "Which bus do I take?", ["14", "27", "61"]),
    ("my interview with the museum is on the {a}", "When is my job interview?", ["3rd of June", "21st of May", "9th of July"]),
]
TALK = [
    "Can you help me write a short thank-you note?", "How do I get a coffee stain out of a shirt?",
    "What is a good way to plan a week of dinners?", "Explain compound interest to me, please.",
    "Which exercises are good for a stiff back?", "How do I repot a plant without hurting it?",
    "Could you suggest a walk for a rainy day?", "What should I pack for three days by the sea?",
    "How do I ask my landlord to fix the heating?", "Give me ideas for a birthday present for a colleague.",
]
REPLY = [
    "Of course. Start with the simplest step and give it a day or two before you change anything else. ",
    "A list helps: write down what you have, what you need, and what can wait until next week. ",
    "Many people find that a fixed time in the morning works best, with a short break every hour. ",
    "If that does not work, warm water, patience and a soft cloth usually do more than anything you can buy. ",
    "I would also set a small budget, so that the decision stays easy and nobody is disappointed. ",
    "Here is a draft that you can change: keep the first line short, say one concrete thing, and close warmly. ",
]


def chat(number, rng):
    sessions, questions = 40, []
    conversation = {"speaker_a": "User", "speaker_b": "Assistant"}
    told = rng.sample(range(1, sessions + 1), len(FACTS))
    for session in range(1, sessions + 1):
        turns = []

        def say(who, text):
            turns.append({"speaker": who, "dia_id": f"D{session}:{len(turns) + 1}", "text": text})

        at = rng.randrange(4)
        for step in range(4):
            ask = rng.choice(TALK)
            if step == at and session in told:
                fact, question, options = FACTS[told.index(session)]
                ask = rng.choice(["By the way, ", "Oh, and ", "Before I forget: "]) + fact.format(a=(a := rng.choice(options))) + ". " + ask
                questions.append({"question": question, "answer": a, "evidence": [f"D{session}:{len(turns) + 1}"], "category": 4})
            say("User", ask)
            say("Assistant", "".join(rng.sample(REPLY, rng.randint(2, 5))).strip())
        conversation[f"session_{session}_date_time"] = f"{1 + session % 11}:15 pm on {1 + session % 28} {['March', 'April', 'May'][session // 14]}, 2024"
        conversation[f"session_{session}"] = turns
    return {"sample_id": f"chat-{number}", "conversation": conversation, "qa": questions, "observation": {}, "session_summary": {}, "event_summary": {}}


if __name__ == "__main__":
    rng = random.Random(7)
    print(json.dumps([chat(n, rng) for n in range(1, 9)]))
