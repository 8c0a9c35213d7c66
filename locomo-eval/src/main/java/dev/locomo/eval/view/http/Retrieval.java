package dev.locomo.eval.view.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.JsonFiles;
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

/**
 * Retrieval as a service: passages of a conversation for a question, ids and scores as {@code
 * eval-retrieval} has them. What is searched is loaded once and stays; rankings that were asked for
 * before are kept, for they are a pure function of conversation, question and {@code k}.
 */
public final class Retrieval implements AutoCloseable {
  private static final int KEPT = 20_000;
  private static final int DEEPEST = 1_000;

  /** What is searched. */
  private record Searched(Corpus corpus, Retriever retriever) {}

  private record Asked(String data, String sample, String question, int k) {}

  private final DataShelf shelf;
  private final RetrievalMethod method;
  private final Database database;
  private final Map<String, Searched> searched = new ConcurrentHashMap<>();
  private final Semaphore processors =
      new Semaphore(Runtime.getRuntime().availableProcessors(), true);
  private final Map<Asked, ObjectNode> kept =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Asked, ObjectNode> eldest) {
              return size() > KEPT;
            }
          });
  private volatile boolean ready = true;

  /**
   * Over the data sets that were given.
   *
   * @param method how; closed with this
   * @param database what of the conversations is searched
   */
  public Retrieval(DataShelf shelf, RetrievalMethod method, Database database) {
    this.shelf = shelf;
    this.method = method;
    this.database = database;
  }

  /** Loads what is to be searched; not ready meanwhile. */
  public void load() {
    ready = false;
    Thread.ofVirtual()
        .name("index")
        .start(() -> {
          for (String name : shelf.names()) {
            Dataset data = shelf.data(name);
            for (Sample sample : data.samples()) {
              searched(data, sample).retriever.retrieve(new Query("", "ready"), 1);
            }
          }
          ready = true;
        });
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
    return kept.computeIfAbsent(
        new Asked(data.sha256(), id, question, k), _ -> found(data, sample, question, k));
  }

  private String only() {
    var names = shelf.names();
    if (names.size() != 1) {
      throw new UserError(
          names.size() + " data sets are open", "\"data_file\" with one of " + names);
    }
    return names.getFirst();
  }

  private ObjectNode found(Dataset data, Sample sample, String question, int k) {
    var known =
        QuestionId.parse(question)
            .flatMap(q -> sample.questions().stream().filter(x -> x.id().equals(q)).findFirst());
    String text = known.map(Question::text).orElse(question);
    var query = new Query(known.map(Question::key).orElse(""), text);
    var in = searched(data, sample);
    processors.acquireUninterruptibly();
    List<Hit> hits;
    try {
      hits = in.retriever.retrieve(query, k);
    } finally {
      processors.release();
    }
    ObjectNode document = JsonFiles.MAPPER.createObjectNode().put("retriever", method.id());
    var items = document.putArray("items");
    for (Hit hit : hits) {
      items
          .addObject()
          .put("id", in.corpus.id(hit.position()))
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
