package dev.locomo.core.ask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.AskJson;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Tokens;
import dev.locomo.core.llm.Tool;
import dev.locomo.core.run.Journal;
import dev.locomo.core.run.Recording;
import dev.locomo.core.run.RunFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a run on disk. Every reply is in the run's {@code calls.jsonl} before it is used,
 * and a call that is there is not made again: work written as a function of its inputs and these
 * calls is resumed by doing it again.
 *
 * <p>Safe for many threads, as long as no two of them take the same step.
 */
public final class CallLog implements Calls, AutoCloseable {
  /** The file's name in a run folder. */
  public static final String FILE = RunFolder.CALLS;

  private final Kept kept;
  private final Calls live;

  /**
   * What all who share the file have in common.
   *
   * @param done by step
   * @param earlier the steps of earlier starts that stand
   * @param retries whether what failed in them is asked again
   */
  private record Kept(
      Journal journal, Map<String, Exchange> done, Set<String> earlier, boolean retries) {}

  /**
   * A call that was made.
   *
   * @param step its name
   * @param askSha256 of the whole request, 64 hex digits
   * @param reply what came back; marked as cached when the reply cache gave it
   */
  public record Exchange(String step, String askSha256, Reply reply) {}

  private CallLog(Kept kept, Calls live) {
    this.kept = kept;
    this.live = live;
  }

  /**
   * Opens or creates the record of calls.
   *
   * @param llm asked for what is not in it
   * @throws DataError when it holds a line that is no call
   */
  public static CallLog open(Path file, ChatLlm llm) {
    var journal = Journal.open(file);
    var done = new ConcurrentSkipListMap<String, Exchange>();
    int number = 0;
    for (String line : journal.lines()) {
      Exchange exchange = parse(line, file, ++number);
      done.put(exchange.step(), exchange);
    }
    Set<String> earlier = ConcurrentHashMap.newKeySet();
    earlier.addAll(done.keySet());
    return new CallLog(new Kept(journal, done, earlier, false), Calls.of(llm));
  }

  /** Opens or creates that of a run. */
  public static CallLog of(RunFolder folder, ChatLlm llm) {
    return open(folder.file(FILE), llm).retryingFailed(folder.retriesFailed());
  }

  /** The same record, asking again where no reply of an earlier start could be used, or not. */
  public CallLog retryingFailed(boolean retries) {
    return new CallLog(new Kept(kept.journal, kept.done, kept.earlier, retries), live);
  }

  /** The same record with another model to ask; closing either closes both. */
  public CallLog of(ChatLlm other) {
    return new CallLog(kept, Calls.of(other));
  }

  /**
   * Takes a step: gives the reply on record when this very request was made in it, and asks
   * otherwise.
   *
   * @param step a name that no other call of the run has
   * @throws dev.locomo.core.llm.ProviderError when there is no reply; nothing is recorded then
   */
  @Override
  public Reply ask(String step, Ask ask) throws InterruptedException {
    String hash = Sha256.of(AskJson.of(ask).toString());
    Exchange before = kept.done.get(step);
    if (before != null && before.askSha256().equals(hash)) {
      Recording.note(Path.of(FILE), List.of(line(before)));
      return before.reply();
    }
    var exchange = new Exchange(step, hash, live.ask(step, ask));
    kept.journal.append(List.of(line(exchange)));
    kept.done.put(step, exchange);
    kept.earlier.remove(step);
    return exchange.reply();
  }

  /**
   * Takes in calls that another process has made; they count instead of those with the same steps.
   *
   * @param lines as they are in its record
   * @throws DataError when one is no call
   */
  public void take(List<String> lines) {
    kept.journal.append(lines);
    for (String line : lines) {
      Exchange exchange = parse(line, Path.of(FILE), 1);
      kept.done.put(exchange.step(), exchange);
    }
  }

  /**
   * As {@link Calls#useless}; where nothing is to be asked again the replies stay on record, so
   * that the run comes to the same end when it is resumed.
   */
  @Override
  public boolean useless(List<Made> made) {
    boolean stored = live.useless(made);
    Set<Reply> replies = Collections.newSetFromMap(new IdentityHashMap<>());
    made.forEach(one -> replies.add(one.reply()));
    var steps =
        kept.done.values().stream()
            .filter(x -> replies.contains(x.reply()))
            .map(Exchange::step)
            .toList();
    boolean old = steps.stream().anyMatch(kept.earlier::contains);
    boolean again = old ? kept.retries : stored;
    if (again) {
      steps.forEach(kept.done::remove);
    }
    return again;
  }

  @Override
  public boolean retriesFailed() {
    return kept.retries;
  }

  /** All calls on record, ordered by the names of their steps. */
  public Collection<Exchange> exchanges() {
    return List.copyOf(kept.done.values());
  }

  @Override
  public void close() {
    kept.journal.close();
  }

  private static String line(Exchange exchange) {
    Reply reply = exchange.reply();
    var node = JsonFiles.MAPPER.createObjectNode();
    node.put("step", exchange.step()).put("ask_sha256", exchange.askSha256());
    node.put("raw", reply.text()).put("finish", reply.finish().name());
    node.put("source", reply.source());
    node.put("input_tokens", reply.inputTokens()).put("output_tokens", reply.outputTokens());
    reply.prefix().describe(node);
    if (!reply.calls().isEmpty()) {
      node.set("calls", Tool.json(reply.calls()));
    }
    node.put("latency_ms", reply.latency().toMillis());
    node.put("model", reply.providerModel()).put("request_id", reply.requestId());
    return node.toString();
  }

  private static Exchange parse(String line, Path file, int number) {
    try {
      JsonNode node = JsonFiles.MAPPER.readTree(line);
      if (!node.path("step").isTextual() || !node.path("raw").isTextual()) {
        throw new DataError(file.toString(), "line " + number, "not a call of a run");
      }
      var reply =
          new Reply(
              node.path("raw").textValue(),
              Reply.Finish.valueOf(node.path("finish").asText()),
              number(node.path("input_tokens")),
              number(node.path("output_tokens")),
              node.path("model").textValue(),
              node.path("request_id").textValue(),
              Duration.ofMillis(node.path("latency_ms").asLong()),
              node.path("source").asText().equals("cached"),
              Tokens.Prefix.of(node),
              node.path("source").asText().equals("batch"),
              Tool.calls(node.path("calls")));
      return new Exchange(node.path("step").textValue(), node.path("ask_sha256").asText(), reply);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new DataError(
          file.toString(), "line " + number, "not a call of a run; was the file edited?", e);
    }
  }

  private static @Nullable Integer number(JsonNode node) {
    return node.isInt() ? Integer.valueOf(node.intValue()) : null;
  }
}
