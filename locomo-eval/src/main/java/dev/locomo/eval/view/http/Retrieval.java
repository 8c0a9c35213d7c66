package dev.locomo.eval.view.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.eval.view.DataShelf;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.retrieve.Hit;
import dev.locomo.rag.retrieve.Query;
import dev.locomo.rag.retrieve.RetrievalMethod;
import dev.locomo.rag.retrieve.Retriever;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.LoggerFactory;

/**
 * Retrieval as a service: passages of a conversation for a question, ids and scores as {@code
 * eval-retrieval} has them. What is searched is loaded once and stays; rankings that were asked for
 * before are kept, for they are a pure function of conversation, question and {@code k}.
 */
public final class Retrieval implements AutoCloseable {
  private static final int KEPT = 20_000;
  private static final int DEEPEST = 1_000;

  /** Of each ranking so many hits are kept: the first ones do not depend on how many are asked. */
  private static final int DEPTH = 50;

  /** What is searched. */
  private record Searched(Corpus corpus, Retriever retriever) {}

  /** A question by its text or its id, as it is asked. */
  private record Asked(String data, String sample, String question) {}

  private final DataShelf shelf;
  private final RetrievalMethod method;
  private final Database database;
  private final Map<String, Searched> searched = new ConcurrentHashMap<>();
  private final Semaphore processors =
      new Semaphore(Runtime.getRuntime().availableProcessors(), true);
  private final int most;
  private final Map<Asked, List<Hit>> kept;
  private volatile boolean ready = true;

  /**
   * Over the data sets that were given.
   *
   * @param method how; closed with this
   * @param database what of the conversations is searched
   */
  public Retrieval(DataShelf shelf, RetrievalMethod method, Database database) {
    this(shelf, method, database, KEPT);
  }

  /**
   * @param most rankings that are kept
   */
  Retrieval(DataShelf shelf, RetrievalMethod method, Database database, int most) {
    this.most = most;
    kept =
        Collections.synchronizedMap(
            new LinkedHashMap<>(16, 0.75f, true) {
              @Override
              protected boolean removeEldestEntry(Map.Entry<Asked, List<Hit>> eldest) {
                return size() > most;
              }
            });
    this.shelf = shelf;
    this.method = method;
    this.database = database;
  }

  /**
   * Loads what is to be searched, and ranks for the data sets' questions, as many as are kept; not
   * ready meanwhile.
   *
   * @return what does it, already begun
   */
  public Thread load() {
    ready = false;
    return Thread.ofVirtual()
        .name("index")
        .start(() -> {
          try {
            for (String name : shelf.names()) {
              Dataset data = shelf.data(name);
              data.samples().stream()
                  .takeWhile(_ -> kept.size() < most)
                  .forEach(sample -> rank(data, sample));
            }
          } catch (DataError | UserError e) {
            LoggerFactory.getLogger(Retrieval.class).warn("not loaded: {}", e.getMessage());
          } finally {
            ready = true;
          }
        });
  }

  private void rank(Dataset data, Sample sample) {
    var questions = sample.questions();
    var queries = questions.stream().map(q -> Query.of(Probe.of(q))).toList();
    var found = searched(data, sample).retriever.retrieve(queries, DEPTH);
    for (int i = 0; i < questions.size(); i++) {
      var question = questions.get(i);
      kept.put(new Asked(data.sha256(), sample.id(), question.key()), found.get(i));
      kept.putIfAbsent(new Asked(data.sha256(), sample.id(), question.text()), found.get(i));
    }
  }

  boolean ready() {
    return ready;
  }

  private Searched searched(Dataset data, Sample sample) {
    return searched.computeIfAbsent(
        data.sha256() + " " + sample.id(),
        _ -> {
          var corpus = Corpus.of(data, sample, database);
          return new Searched(corpus, method.over(corpus));
        });
  }

  /**
   * The passages for a question, best first.
   *
   * @param from name of the data set; empty where only one was given
   * @param id of the conversation
   * @param question its text, or its id in the data set
   * @param k at least 1, at most {@value #DEEPEST}
   * @throws NoSuchElementException when there is no such data set or conversation
   */
  ObjectNode answer(String from, String id, String question, int k) {
    if (k < 1 || k > DEEPEST) {
      throw new UserError("k is " + k, "from 1 to " + DEEPEST);
    }
    String name = from.isEmpty() ? only() : from;
    Dataset data = shelf.data(name);
    Sample sample =
        data.samples().stream()
            .filter(s -> s.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new NoSuchElementException("the data set has no sample " + id));
    var asked = new Asked(data.sha256(), id, question);
    List<Hit> hits = kept.get(asked);
    if (hits == null || (hits.size() < k && hits.size() >= DEPTH)) {
      hits = found(data, sample, question, Math.max(k, DEPTH));
      kept.put(asked, hits);
    }
    return document(searched(data, sample).corpus, hits.subList(0, Math.min(k, hits.size())));
  }

  private String only() {
    var names = shelf.names();
    if (names.size() != 1) {
      throw new UserError(
          names.size() + " data sets are open", "\"data_file\" with one of " + names);
    }
    return names.getFirst();
  }

  private List<Hit> found(Dataset data, Sample sample, String question, int k) {
    var known =
        QuestionId.parse(question)
            .flatMap(q -> sample.questions().stream().filter(x -> x.id().equals(q)).findFirst());
    var query = known.map(q -> Query.of(Probe.of(q))).orElseGet(() -> new Query("", question));
    var in = searched(data, sample);
    processors.acquireUninterruptibly();
    try {
      return in.retriever.retrieve(query, k);
    } finally {
      processors.release();
    }
  }

  private ObjectNode document(Corpus corpus, List<Hit> hits) {
    ObjectNode document = JsonFiles.MAPPER.createObjectNode().put("retriever", method.id());
    var items = document.putArray("items");
    for (Hit hit : hits) {
      items
          .addObject()
          .put("id", corpus.id(hit.position()))
          .put("score", hit.score())
          .put("text", hit.passage().text())
          .put("date", hit.passage().date());
    }
    return document;
  }

  @Override
  public void close() {
    method.close();
  }
}
