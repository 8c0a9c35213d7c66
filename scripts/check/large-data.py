#!/usr/bin/env python3
"""Writes a data set of the shape and size of LongMemEval-M (or of BEAM's 10 million tokens), for the times of
docs/performance.md. usage: large-data.py longmemeval|beam OUT [MEGABYTES]"""
import json
import random
import sys

shape, out, size = sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 0
draw = random.Random(7)
WORDS = [a + b for a in "ba be bi bo bu da de di do du ka ke ki ko ku la le li lo lu".split() for b in
         "n r s t lan mer nok pis rut sol tam ven".split()]


def text(words):
    return " ".join(draw.choices(WORDS, k=words)).capitalize() + "."


def session(number, fact):
    turns = [{"role": ["user", "assistant"][i % 2], "content": text(110)} for i in range(10)]
    if fact:
        turns[0] = {"role": "user", "content": fact + " " + text(40), "has_answer": True}
    return turns


with open(out, "w") as file:
    if shape == "longmemeval":
        items, sessions = 500, max(1, (size or 2600) * 1000000 // 500 // 6100)
        file.write("[")
        for i in range(items):
            place = draw.randrange(sessions)
            fact = f"My locker code is {i}-{i * 7 % 1000}."
            item = {"question_id": f"q{i}" + ("_abs" if i % 17 == 0 else ""), "question_type": ["single-session-user",
                    "multi-session", "temporal-reasoning"][i % 3], "question": "What is my locker code?",
                    "answer": f"{i}-{i * 7 % 1000}", "question_date": "2024/01/30 (Tue) 10:00",
                    "haystack_dates": [f"2023/{1 + s * 11 // sessions:02d}/{1 + s % 28:02d} (Mon) 09:00" for s in
                                       range(sessions)],
                    "haystack_session_ids": [("answer_" if s == place else "noise_") + str(s) for s in range(sessions)],
                    "haystack_sessions": [session(s, fact if s == place else "") for s in range(sessions)],
                    "answer_session_ids": [f"answer_{place}"]}
            file.write(("," if i else "") + "\n" + json.dumps(item))
        file.write("\n]\n")
    else:
        chat, number = [], 0
        for s in range(max(1, (size or 45) * 1000000 // 61000)):
            messages = []
            for turn in session(s, "") * 10:
                messages.append({"id": number, "role": turn["role"], "content": turn["content"]})
                number += 1
            messages[0]["time_anchor"] = ["January", "February", "March"][s % 3] + f"-{1 + s % 28:02d}-2024"
            messages[0]["content"] = f"My boat number {s} is called {WORDS[s % len(WORDS)]}. " + messages[0]["content"]
            chat.append(messages)
        asked = {"information_extraction": [{"question": f"What is my boat number {s} called?", "answer": WORDS[s % len(WORDS)],
                 "rubric": ["names " + WORDS[s % len(WORDS)]], "source_chat_ids": [chat[s][0]["id"]]}
                 for s in range(0, len(chat), max(1, len(chat) // 20))]}
        file.write(json.dumps({"conversation_id": "1", "chat": chat, "probing_questions": repr(asked)}) + "\n")
