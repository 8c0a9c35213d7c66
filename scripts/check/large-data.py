#!/usr/bin/env python3
"""Writes a data set of the shape and size of LongMemEval-M, of BEAM's 10 million tokens or of LoCoMo, for the times of
docs/performance.md.
usage: large-data.py longmemeval|beam OUT [MEGABYTES]
       large-data.py locomo OUT [CONVERSATIONS [TURNS]]   default: 10 conversations of 588 turns, each with 199 questions"""
import datetime
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


def conversation(number, turns, questions=199):
    """In LoCoMo's own format: sessions of 22 turns, facts and a summary of each, questions of all five categories."""
    people, talk, facts, summaries = ("Ann", "Bob"), {}, {}, {}
    talk["speaker_a"], talk["speaker_b"] = people
    spread = max(1, turns // questions)
    asked = []
    for session_number in range(1, (turns + 21) // 22 + 1):
        moment = datetime.datetime(2000, 1, 1, 9) + datetime.timedelta(hours=12 * session_number)
        talk[f"session_{session_number}_date_time"] = moment.strftime("%-I:%M %p on %-d %B, %Y")
        said = talk[f"session_{session_number}"] = []
        noted = {people[0]: [], people[1]: []}
        for i in range(min(22, turns - (session_number - 1) * 22)):
            at, turn = (session_number - 1) * 22 + i, f"D{session_number}:{i + 1}"
            words = text(33)
            if at % spread == 0 and len(asked) < questions:
                thing, colour = WORDS[at // spread % len(WORDS)] + str(at), WORDS[at * 7 % len(WORDS)]
                words = f"My {thing} is {colour}. " + words
                kind = len(asked) % 5 + 1
                asked.append({"question": f"Which colour is the {thing} of {people[i % 2]}?", "evidence": [turn],
                              "category": kind, "adversarial_answer" if kind == 5 else "answer": colour})
                noted[people[i % 2]].append([f"{people[i % 2]} has a {colour} {thing}.", turn])
            said.append({"speaker": people[i % 2], "dia_id": turn, "text": words})
        facts[f"session_{session_number}_observation"] = noted
        summaries[f"session_{session_number}_summary"] = "They talked about " + text(30)
    return {"sample_id": f"conv-{number}", "qa": asked, "conversation": talk, "observation": facts,
            "session_summary": summaries, "event_summary": {}}


with open(out, "w") as file:
    if shape == "locomo":
        turns = int(sys.argv[4]) if len(sys.argv) > 4 else 588
        file.write("[")
        for i in range(size or 10):
            file.write(("," if i else "") + "\n" + json.dumps(conversation(i, turns)))
        file.write("\n]\n")
    elif shape == "longmemeval":
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
