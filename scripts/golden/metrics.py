#!/usr/bin/env python3
"""Numbers that the metric tests compare with, from Python's own libraries.

    pip install nltk numpy && python3 scripts/golden/metrics.py

writes the resources of dev.locomo.core.metric's tests: the stems are NLTK's, number formatting and
rounding the interpreter's, means numpy's. texts.py beside this file makes those of ROUGE and BLEU.
"""
import json
import pathlib

import numpy
from nltk.stem import PorterStemmer

OUT = pathlib.Path(__file__).parents[2] / "locomo-core/src/test/resources/dev/locomo/core/metric"

WORDS = """relational hoping hopping tanned falling hissing fizzed failing filing happy sky skies
dying lies tied died agreed feed plastered bled motoring sing conflated troubled sized owned caresses
ponies ties caress cats rationally geologi analogi radicalli formaliti sensibiliti triplicate
formative formalize electriciti electrical hopeful goodness revival allowance inference airliner
adoption defensible irritant replacement adjustment dependent communism activate homologou effective
probate rate cease controll roll yyyyy y yy toy boy cry enjoyed enjoying saying played naïve naïvely
2021 3rd o'clock generalizations oscillators ed ing ied ies eed aed oing succeed cannings news opinion
mission at by os sss bless blessed need needed bed sled sky's flies fly spy crying added egg eggs fell
full skill wall owe ate rote vote use used box boxed bow bowed stay stayed Running dropping tripped
biology apology ology ally rally totally ration nation vietnamization decisiveness callousness
hopefulness operator feudalism digitizer conformabli differentli vileli hesitanci valenci conditional
gyroscopic angulariti bowdlerize oxen oxenfree ay eye eyed ayed ion cion aion""".split()

NUMBERS = [0.0, -0.0, 1.0, 0.1, 1 / 3, 2 / 3, 0.2875, 0.0005, 0.0015, 0.0025, 1e-4, 9.999e-5, 1e-5,
           1.5e-5, 123456.789, 1e15, 1e16, 1.5e16, 1.7976931348623157e308, 5e-324, 1e-323, 2e-323,
           9007199254740993.0, 2.0**70, 0.9995, 0.99949999, 1e22, 1e23, 4.35, 2.675, -1.0005]


def write(name, lines):
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (OUT / name).write_text(text, encoding="utf-8")


OUT.mkdir(parents=True, exist_ok=True)
write("stems.jsonl", ({"word": w, "stem": PorterStemmer().stem(w)} for w in WORDS))
write("numbers.jsonl",
      ({"hex": v.hex(), "repr": repr(v), "round3": repr(round(v, 3))} for v in NUMBERS))
# The values are a formula that the test repeats: i * 7 % 13 / 13.
write("means.jsonl",
      ({"count": n, "hex": float(numpy.mean([i * 7 % 13 / 13 for i in range(n)])).hex()}
       for n in (1, 2, 7, 8, 9, 15, 16, 17, 100, 127, 128, 129, 136, 257, 300, 1000)))
