package dev.locomo.eval.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Ask.Message;
import dev.locomo.core.llm.Ask.Role;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import dev.locomo.core.llm.Tokens;
import dev.locomo.core.llm.Tool;
import dev.locomo.eval.protocol.Call;
import dev.locomo.rag.memory.MemorySystem.Item;
import dev.locomo.rag.passage.Passage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One question that a model answers with tools. Each call is on record before the model is told
 * what came of it, so that a run that was interrupted makes none again. What a tool refuses is told
 * to the model; a system that fails leaves the question without a score.
 */
final class ToolUse {
  /** More calls of one reply are not made. */
  private static final int AT_ONCE = 16;

  /** The most characters of a result that a model is shown. */
  private static final int LONGEST = 40_000;

  private static final Pattern TURN = Pattern.compile("\\bD\\d+:\\d+\\b");

  private final MemoryRun memory;
  private final Sample sample;
  private final Probe probe;
  private final String form;
  private final List<Passage> passages = new ArrayList<>();
  private int tokens;
  private int made;
  private double seconds;

  ToolUse(MemoryRun memory, Sample sample, Probe probe, String form) {
    this.memory = memory;
    this.sample = sample;
    this.probe = probe;
    this.form = form;
  }

  /** The ids of what the model was shown, in order. */
  List<String> shown() {
    return memory.of(sample).shown(passages);
  }

  /**
   * Asks until the model calls nothing more, or has called often enough.
   *
   * @return the last reply, with the tokens and the time of all
   */
  Reply ask(Calls calls, String step, Ask first) throws InterruptedException {
    var messages = new ArrayList<>(first.messages());
    var replies = new ArrayList<Reply>();
    int rounds = memory.wanted().rounds();
    while (true) {
      int round = replies.size() + 1;
      String name = round == 1 ? step : step + "~" + round;
      Reply reply = calls.ask(name, first.with(messages).offering(memory.tools()));
      replies.add(reply);
      if (reply.calls().isEmpty() || reply.finish() != Finish.STOP || round > rounds) {
        if (Call.FREE.equals(form) || form.startsWith(Call.FREE + Call.REPEAT)) {
          found(step, round - 1);
        }
        return whole(replies);
      }
      var made = reply.calls().stream().map(Tool.Call::sound).toList();
      messages.add(new Message(Role.ASSISTANT, reply.text(), made));
      for (int i = 0; i < reply.calls().size(); i++) {
        Tool.Call call = reply.calls().get(i);
        String told = i < AT_ONCE ? result(name + " " + (i + 1), call) : "error: too many calls";
        boolean last = round == rounds && i == reply.calls().size() - 1;
        String more = last ? "\n\n" + MemoryTools.TEXTS.fill("enough", Map.of()) : "";
        messages.add(new Message(Role.TOOL, told + more, List.of(made.get(i))));
      }
    }
  }

  /** What a model is told of a call: what came of it before, or now. */
  private String result(String key, Tool.Call call) throws InterruptedException {
    var log = memory.record();
    if (log == null) {
      throw new ProviderError(Kind.NOT_CACHED, "a rehearsal calls no tools", null, null);
    }
    JsonNode line = log.called(key, call);
    if (line == null) {
      ObjectNode fresh = MemoryRecord.line("tool", sample);
      fresh.put("question", probe.id().toString()).put("step", key);
      fresh.put("tool", call.name()).put("arguments", call.arguments());
      long start = System.nanoTime();
      String text = memory.failing(sample, probe, () -> make(call, fresh));
      fresh.put("seconds", MemoryRecord.seconds(start)).put("given", text.length());
      log.add(fresh.put("text", cut(text)));
      line = fresh;
    }
    String text = line.path("text").asText();
    var ids = TURN.matcher(text).results().map(m -> m.group()).distinct().toList();
    tokens += memory.wanted().counter().count(text);
    seconds += line.path("seconds").asDouble();
    made++;
    if (!line.path("error").asBoolean()) {
      passages.add(memory.attribution(sample).passage(new Item("", text, Double.NaN, "", ids)));
    }
    return text;
  }

  private String make(Tool.Call call, ObjectNode line) throws InterruptedException {
    memory.ready(sample);
    try {
      if (memory.tools().stream().noneMatch(tool -> tool.name().equals(call.name()))) {
        throw new ProviderError(Kind.REJECTED, "there is no such tool", null, null);
      }
      return memory.use(sample, probe, call);
    } catch (ProviderError e) {
      if (e.kind() != Kind.REJECTED) {
        throw e;
      }
      line.put("error", true);
      return "error: " + (e.getCause() == null ? e : e.getCause()).getMessage();
    }
  }

  /** As much of a text as the budget has room for, and a word about the rest. */
  private String cut(String text) {
    var counter = memory.wanted().counter();
    int budget = memory.wanted().tokens() == 0 ? Integer.MAX_VALUE : memory.wanted().tokens();
    int low = 0;
    int high = Math.min(LONGEST, text.length());
    while (low < high) {
      int middle = (low + high + 1) / 2;
      boolean fits = counter.count(text.substring(0, middle)) <= budget - tokens;
      low = fits ? middle : low;
      high = fits ? high : middle - 1;
      if (fits && middle == Math.min(LONGEST, text.length())) {
        break;
      }
    }
    low -= low > 0 && Character.isHighSurrogate(text.charAt(low - 1)) ? 1 : 0;
    return low == text.length()
        ? text
        : text.substring(0, low) + "\n[" + (text.length() - low) + " more characters, not shown]";
  }

  private void found(String step, int rounds) {
    var log = memory.record();
    if (log != null) {
      ObjectNode line = MemoryRecord.line("found", sample).put("question", probe.id().toString());
      line.put("step", step).put("seconds", seconds).put("given", made).put("rounds", rounds);
      var shown = line.putArray("shown");
      passages.forEach(p -> p.sources().forEach(shown.addObject().putArray("sources")::add));
      line.put("tokens", tokens).putArray("beyond");
      log.add(line);
    }
  }

  private static Reply whole(List<Reply> replies) {
    Reply last = replies.getLast();
    var all = Tokens.sum(replies.stream().map(Reply::tokens));
    boolean counted = replies.stream().allMatch(r -> r.inputTokens() != null);
    return new Reply(
        last.text(),
        last.finish(),
        counted ? (Integer) (int) all.input() : null,
        counted ? (Integer) (int) all.output() : null,
        last.providerModel(),
        last.requestId(),
        replies.stream().map(Reply::latency).reduce(Duration.ZERO, Duration::plus),
        replies.stream().allMatch(Reply::cached),
        all.prefix(),
        false,
        last.calls());
  }
}
