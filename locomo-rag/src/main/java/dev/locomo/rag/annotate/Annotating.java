package dev.locomo.rag.annotate;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.json.DatasetWriter;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.pipeline.Stage;
import dev.locomo.core.run.Shard;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Annotates the sessions of a data set, each for itself. A session that cannot be annotated is
 * named with its reason and the others go on.
 *
 * @param <T> what one session gives
 */
public final class Annotating<T> implements Stage<Annotating.Piece> {
  private final Dataset data;
  private final Annotation<T> annotation;
  private final Annotator<T> annotator;
  private final @Nullable ModelSpec model;
  private final List<Piece> pieces;
  private final Map<Piece, Outcome<T>> outcomes = new ConcurrentHashMap<>();

  /**
   * A session to annotate.
   *
   * @param sample its sample
   * @param session with at least one turn
   */
  public record Piece(Sample sample, Session session) {
    /** The name in messages, for example {@code conv-26/S3}. */
    public String name() {
      return sample.id() + "/S" + session.number();
    }
  }

  /** What became of a session. */
  public sealed interface Outcome<T> {
    /** It is annotated. */
    record Done<T>(T value) implements Outcome<T> {}

    /** It could not be annotated, for this reason. */
    record Failed<T>(String reason) implements Outcome<T> {}
  }

  /**
   * Which sessions: those that have turns, of all samples given.
   *
   * @param samples ids
   * @param again whether also those that are annotated already
   * @param shard which part of them
   */
  public record Which(List<String> samples, boolean again, Shard shard) {
    /** All of them. */
    public Which(List<String> samples, boolean again) {
      this(samples, again, Shard.WHOLE);
    }
  }

  /**
   * @param data with the sessions
   * @param annotation what is derived
   * @param annotator how
   * @param model whom it asks; null for nobody
   * @param which of the sessions
   */
  public Annotating(
      Dataset data,
      Annotation<T> annotation,
      Annotator<T> annotator,
      @Nullable ModelSpec model,
      Which which) {
    this.data = data;
    this.annotation = annotation;
    this.annotator = annotator;
    this.model = model;
    this.pieces = pieces(which);
  }

  private List<Piece> pieces(Which which) {
    var open = new ArrayList<Piece>();
    for (Sample sample : data.samples()) {
      for (Session session : sample.conversation().sessions()) {
        boolean wanted = which.again() || !annotation.has(sample, session.number());
        if (which.samples().contains(sample.id()) && wanted && !session.turns().isEmpty()) {
          open.add(new Piece(sample, session));
        }
      }
    }
    return which.shard().of(open);
  }

  /** The sessions to annotate, in file order. */
  public List<Piece> pieces() {
    return pieces;
  }

  @Override
  public @Nullable ModelSpec model() {
    return model;
  }

  @Override
  public Iterator<Piece> items() {
    return pieces.iterator();
  }

  @Override
  public String name(Piece piece) {
    return piece.sample().id() + "/session_" + piece.session().number();
  }

  @Override
  public Done run(Piece piece, Calls calls) throws InterruptedException {
    return record(piece, outcome(piece, calls));
  }

  @Override
  public Done failed(Piece piece, ProviderError error) {
    return record(piece, new Outcome.Failed<>(error.reason()));
  }

  private Outcome<T> outcome(Piece piece, Calls calls) throws InterruptedException {
    try {
      return new Outcome.Done<>(annotator.annotate(piece.sample(), piece.session(), calls));
    } catch (Unreadable e) {
      return new Outcome.Failed<>("no usable reply: " + e.wrong());
    }
  }

  private Done record(Piece piece, Outcome<T> outcome) {
    outcomes.put(piece, outcome);
    return Done.one(outcome instanceof Outcome.Failed<T> failed ? failed.reason() : "");
  }

  /** The sessions that could not be annotated and why, in file order. */
  public Map<String, String> failures() {
    var failures = new LinkedHashMap<String, String>();
    for (Piece piece : pieces) {
      if (outcomes.get(piece) instanceof Outcome.Failed<T> failed) {
        failures.put(piece.name(), failed.reason());
      }
    }
    return failures;
  }

  /** How many sessions were annotated. */
  public int annotated() {
    return (int) outcomes.values().stream().filter(o -> o instanceof Outcome.Done).count();
  }

  /** How many single annotations that gave: facts, or summaries. */
  public int made() {
    int made = 0;
    for (Outcome<T> outcome : outcomes.values()) {
      made += outcome instanceof Outcome.Done<T> done ? annotation.count(done.value()) : 0;
    }
    return made;
  }

  /** SHA-256 of the conversations of these samples alone, whatever is annotated on them. */
  public static String conversationsSha256(List<Sample> samples) {
    var digest = Sha256.digest();
    var bare =
        samples.stream()
            .map(s ->
                new Sample(
                    s.id(), s.conversation(), List.of(), List.of(), new TreeMap<>(), List.of()))
            .toList();
    try {
      DatasetWriter.write(
          new Dataset("", "", bare),
          new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Sha256.hex(digest);
  }

  /** The data set with what was derived so far; everything else in it is as it was. */
  public Dataset result() {
    return new Dataset(
        data.file(), data.sha256(), data.samples().stream().map(this::annotated).toList());
  }

  private Sample annotated(Sample sample) {
    Map<Integer, T> added = new TreeMap<>();
    for (Piece piece : pieces) {
      if (piece.sample() == sample && outcomes.get(piece) instanceof Outcome.Done<T> done) {
        added.put(piece.session().number(), done.value());
      }
    }
    return added.isEmpty() ? sample : annotation.with(sample, added);
  }
}
