#!/usr/bin/env python3
"""Writes the fixtures of locomo-rag's tests for chat models on this machine: what PyTorch
transformers makes of small networks whose weights Java generates too (see encoders.py), a tiny
random chat checkpoint with its replies, and what Jinja makes of templates.

  pip install torch transformers jinja2
  scripts/golden/causal.py"""
import importlib.util, json, re, sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.pop(0)  # a neighbour of this file has the name of a standard module

import jinja2.sandbox
import torch
from tokenizers import AddedToken, ByteLevelBPETokenizer
from transformers import (GemmaConfig, GemmaForCausalLM, LlamaConfig, LlamaForCausalLM,
                          MistralConfig, MistralForCausalLM, PreTrainedTokenizerFast, Qwen2Config,
                          Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM)

spec = importlib.util.spec_from_file_location("encoders", HERE / "encoders.py")
encoders = importlib.util.module_from_spec(spec)
spec.loader.exec_module(encoders)
OUT = HERE.parents[1] / "locomo-rag/src/test/resources/dev/locomo/rag/causal"
GAIN = re.compile(r".*(layer_?norm|layrnorm)[^.]*\.weight", re.I)
PROMPT = [(7 * i * i + 3 * i + 1) % 97 for i in range(300)]


def filled(model, scale):
    with torch.no_grad():
        for name, p in model.named_parameters():
            w = torch.from_numpy(encoders.splitmix(name, p.numel()).reshape(p.shape)) * scale
            p.copy_(w + 1 if GAIN.fullmatch(name) else w)
    return model.eval()


def greedy(model, prompt, count):
    ids = list(prompt)
    with torch.no_grad():
        for _ in range(count):
            ids.append(int(model(torch.tensor([ids])).logits[0, -1].argmax()))
    return ids[len(prompt):]


def network(config, kind, scale):
    model = filled(kind(config), scale)
    with torch.no_grad():
        logits = model(torch.tensor([PROMPT])).logits[0, -1:]
    names = [name for name, _ in model.named_parameters()]
    return {"config": config.to_dict(), "names": names, "scale": scale, "logits": encoders.rounded(logits)[0],
            "reply": greedy(model, PROMPT, 12)}


def networks():
    size = dict(vocab_size=97, hidden_size=32, num_hidden_layers=3, num_attention_heads=4,
                intermediate_size=48, max_position_embeddings=512, attn_implementation="eager")
    stretched = {"rope_type": "llama3", "rope_theta": 500000.0, "factor": 8.0, "low_freq_factor": 1.0,
                 "high_freq_factor": 4.0, "original_max_position_embeddings": 64}
    return {
        "llama": network(LlamaConfig(**size), LlamaForCausalLM, 0.9),
        "llama, shared, stretched": network(
            LlamaConfig(**size, num_key_value_heads=2, rope_parameters=stretched), LlamaForCausalLM, 0.9),
        "llama, stretched in a line": network(
            LlamaConfig(**size, rope_parameters={"rope_type": "linear", "factor": 4.0, "rope_theta": 10000.0},
                        tie_word_embeddings=True), LlamaForCausalLM, 0.9),
        "mistral, window": network(
            MistralConfig(**size, num_key_value_heads=1, sliding_window=20), MistralForCausalLM, 0.9),
        "qwen2": network(Qwen2Config(**size, num_key_value_heads=2), Qwen2ForCausalLM, 0.9),
        "qwen3": network(Qwen3Config(**size, num_key_value_heads=2, head_dim=16), Qwen3ForCausalLM, 0.9),
        "gemma": network(GemmaConfig(**size, num_key_value_heads=1, head_dim=16), GemmaForCausalLM, 0.9),
    }


TEMPLATE = """{{- bos_token }}
{%- for message in messages %}
    {%- if message['role'] not in ['system', 'user', 'assistant'] %}
        {{- raise_exception('Nobody is called ' ~ message.role) }}
    {%- endif %}
    {{- '<|' + message.role + '|>' + message.content | trim + eos_token }}
{%- endfor %}
{%- if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}
"""
CHATS = [[{"role": "user", "content": "When did Ann see the red dog? "}],
         [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "{{ 7 * 7 }} Café 🎉\n\nyes?"}],
         [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"},
          {"role": "user", "content": "c " * 120}]]


def chat():
    folder = OUT / "tiny-chat"
    folder.mkdir(parents=True, exist_ok=True)
    bpe = ByteLevelBPETokenizer()
    bpe.train_from_iterator(["the red dog ran to ann on 7 may 2023 and slept"] * 20, vocab_size=290,
                            min_frequency=2, special_tokens=["<s>", "</s>", "<|user|>", "<|system|>", "<|assistant|>"])
    bpe.save(str(folder / "tokenizer.json"))
    tok = PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"), bos_token="<s>",
                                  eos_token=AddedToken("</s>"), chat_template=TEMPLATE)
    (folder / "tokenizer_config.json").write_text(json.dumps(
        {"bos_token": "<s>", "eos_token": {"content": "</s>"}, "chat_template": TEMPLATE}) + "\n")
    config = LlamaConfig(vocab_size=len(tok), hidden_size=16, num_hidden_layers=2, num_attention_heads=4,
                         num_key_value_heads=2, intermediate_size=24, max_position_embeddings=1024,
                         bos_token_id=0, eos_token_id=1, attn_implementation="eager")
    model = filled(LlamaForCausalLM(config), 0.9)
    model.save_pretrained(folder)
    (folder / "generation_config.json").write_text('{"eos_token_id": [1, 4], "max_new_tokens": 24}\n')
    replies = []
    for chat in CHATS:
        ids = tok.apply_chat_template(chat, add_generation_prompt=True, return_dict=False)
        reply = greedy(model, ids, 24)
        ends = [i for i, t in enumerate(reply) if t in (1, 4)]
        replies.append({"messages": chat, "tokens": len(ids),
                        "reply": tok.decode(reply[:ends[0]] if ends else reply, skip_special_tokens=True).strip()})
    return replies


PIECES = [
    "{% if a %}\n  yes\n{% else %}\n  no\n{% endif %}\nend\n", "  {%- if a -%}  x  {%- endif -%}  y",
    "{%+ if a %} x{% endif +%}\n y", "a {# note #}\n b {#- gone -#} c", "{% for x in items %}{{ loop.index }}{{ x }}{{ ',' if not loop.last }}{% endfor %}",
    "{% for x in items if x != 'b' %}{{ loop.length }}{{ x }}{% else %}none{% endfor %}",
    "{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}", "{% set x = 1 %}{% for i in [1, 2] %}{% set x = i + 5 %}{% endfor %}{{ x }}",
    "{% set ns = namespace(n=0) %}{% for i in range(4) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}",
    "{{ text[1:] }}|{{ text[::-1] }}|{{ items[-1] }}|{{ items[5] }}|{{ text[:-2] }}|{{ items[1:2] }}",
    "{{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 7 / 2 }} {{ 2 ** 10 }} {{ 1.5 + 1 }} {{ 2 * 3 - 4 }}",
    "{{ none }} {{ true }} {{ [1, 'a', none, 2.5] }} {{ {'k': 'v'} }} {{ missing }}",
    "{{ text | upper | lower | capitalize }} {{ items | join(', ') }} {{ items | length }} {{ missing | default('x') }}",
    "{{ d | tojson }} {{ d | tojson(indent=2) }} {{ items | first }} {{ items | last }} {{ '' | default('y', true) }}",
    "{{ text.startswith('He') }} {{ text.split('l') }} {{ '  a b '.strip() }}| {{ '..a'.lstrip('.') }} {{ 'a,b'.split(',')[-1] }}",
    "{{ 'a' in items }} {{ 'z' not in items }} {{ 'k' in d }} {{ 'ell' in text }} {{ not a and b or 3 }}",
    "{{ a is defined }} {{ missing is not defined }} {{ text is string }} {{ d is mapping }} {{ items is iterable }} {{ 4 is even }} {{ none is none }} {{ 3 is divisibleby 3 }}",
    "{% macro m(x, y='d') %}[{{ x }}{{ y }}]{% endmacro %}{{ m('a') }}{{ m('b', y='c') }}", "{% set t %}in {{ text }}{% endset %}{{ t }}!",
    "{{ 'it''s' }} {{ \"q\\\"t\" }} {{ 'n\\nl' }} {{ '}}' }} {{ '\\u00e9' }}", "{{ 1 if a else 2 }} {{ 1 if b }} {{ (a or b) and 'x' ~ 3 }}",
    "{{ people | selectattr('age', '>', 3) | map(attribute='name') | list }} {{ people | rejectattr('age') | list }}",
    "{{ people | selectattr('name', 'equalto', 'Ann') | list | length }} {{ [3, 1, 2] | sort | reverse | list }}",
    "{{ 'x' if 3 > 2 >= 2 else 'y' }} {{ 1 == 1.0 }} {{ 'a' < 'b' }} {{ -3 }}",
    "{% if a %}{% if b %}1{% elif text %}2{% else %}3{% endif %}{% endif %}", "{% for a in [1, 2, 3] %}{{ loop.previtem }}{{ loop.nextitem }} {% endfor %}",
    "{{ d.get('k') }} {{ d.get('q') }} {{ d.get('q', 'z') }} {{ d.k }} {{ d['k'] }} {{ d.values() | list }}",
    "{{ text | replace('l', 'L') }} {{ text | trim('Ho') }} {{ ['a', 'B'] | map('upper') | join }}", "line one\n\n{% if a %}\n\ntwo\n   {% endif %}   \nthree\n\n",
]


def jinja():
    env = jinja2.sandbox.ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    env.filters["tojson"] = lambda x, indent=None: json.dumps(x, ensure_ascii=False, indent=indent)  # as transformers has it
    given = {"a": True, "b": False, "text": "Hello", "items": ["a", "b", "c"], "d": {"k": "v", "n": 1},
             "people": [{"name": "Ann", "age": 5}, {"name": "Bo", "age": 0}]}
    found = []
    for piece in PIECES:
        try:
            found.append({"template": piece, "text": env.from_string(piece).render(given)})
        except jinja2.TemplateError as e:
            print("left out:", piece, e)
    return {"given": given, "pieces": found}


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for name, made in {"networks": networks(), "replies": chat(), "jinja": jinja()}.items():
        (OUT / f"{name}.json").write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n")
