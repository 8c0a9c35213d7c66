"use strict";
const root = document.currentScript.dataset.root;
const menu = document.querySelector(".menu");
const wide = matchMedia("(min-width: 64rem)");
const openMenu = () => { menu.open = wide.matches; };
wide.addEventListener("change", openMenu);
openMenu();

document.getElementById("theme").addEventListener("click", () => {
  const now = document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const next = now === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  localStorage.setItem("theme", next);
});

const input = document.querySelector("input[type=search]");
const found = document.getElementById("found");
let index = null;

function load(name) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = root + name;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

async function ready() {
  if (index === null) {
    index = Promise.all([load("lunr.js"), load("search.js")]).then(() => lunr(function () {
      this.field("heading", { boost: 4 });
      this.field("title", { boost: 2 });
      this.field("text");
      SECTIONS.forEach((section, i) => this.add({ id: i, ...section }));
    }));
  }
  return index;
}

async function search() {
  const words = input.value.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  if (words.length === 0) {
    found.replaceChildren();
    return;
  }
  const all = await ready();
  const hits = all.query((query) => words.forEach((word) => {
    query.term(lunr.tokenizer(word), { boost: 10, usePipeline: true });
    query.term(word, { wildcard: lunr.Query.wildcard.TRAILING, usePipeline: false });
  }));
  found.replaceChildren(...hits.slice(0, 12).map((hit) => {
    const section = SECTIONS[hit.ref];
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = root + section.url;
    link.textContent = section.heading;
    const where = document.createElement("small");
    where.textContent = section.title + ": " + section.text.slice(0, 110);
    item.append(link, where);
    return item;
  }));
  if (hits.length === 0) {
    const item = document.createElement("li");
    item.textContent = "Nothing found.";
    found.append(item);
  }
}

input.addEventListener("focus", ready, { once: true });
input.addEventListener("input", search);
document.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); search(); });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    found.replaceChildren();
  } else if (event.key === "/" && document.activeElement !== input) {
    event.preventDefault();
    input.focus();
  }
});
