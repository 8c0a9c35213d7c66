// mem0's open source library behind lines of JSON. NODE_PATH names the node_modules it is installed in.
import {createRequire} from "node:module";
import {createInterface} from "node:readline";
import {join} from "node:path";

const {Memory} = createRequire(join(process.env.NODE_PATH, "here.js"))("mem0ai/oss");
const openai = {apiKey: process.env.OPENAI_API_KEY, baseURL: process.env.OPENAI_BASE_URL};
const memory = new Memory({
  embedder: {provider: "openai", config: {...openai, model: process.env.MEM0_EMBEDDER ?? "text-embedding-3-small"}},
  llm: {provider: "openai", config: {...openai, model: process.env.MEM0_MODEL ?? "gpt-4o-mini"}},
  vectorStore: {provider: "memory", config: {collectionName: "locomo", dimension: Number(process.env.MEM0_DIMENSION ?? 384)}},
  disableHistory: true,
});
const infer = process.env.MEM0_INFER === "true";

const operations = {
  hello: async () => ({name: "mem0", version: "3", capabilities:
    {ingest: "turn", search: true, provenance: true, reset: "namespace", concurrency: 1}}),
  open: async () => ({}),
  ingest: async ({namespace, session}) => {
    for (const t of session.turns) {
      await memory.add([{role: "user", content: `${t.speaker}: ${t.text}`}],
        {userId: namespace, infer, metadata: {turn: t.id, date: session.date}});
    }
    return {accepted: session.turns.length};
  },
  settle: async () => ({ready: true}),
  search: async ({namespace, question, k}) => {
    const {results} = await memory.search(question, {topK: k, filters: {user_id: namespace}});
    return {items: results.map(r => ({id: r.id, text: r.memory, score: r.score,
      time: r.metadata?.date ?? "", sources: r.metadata?.turn ? [r.metadata.turn] : []}))};
  },
  close: async ({namespace}) => { await memory.deleteAll({userId: namespace}); return {}; },
};

for await (const line of createInterface({input: process.stdin})) {
  const {id, op, params} = JSON.parse(line);
  let reply;
  try { reply = {id, result: await operations[op](params)}; }
  catch (e) { reply = {id, error: {kind: "fatal", message: String(e?.message ?? e)}}; }
  process.stdout.write(JSON.stringify(reply) + "\n");
}
