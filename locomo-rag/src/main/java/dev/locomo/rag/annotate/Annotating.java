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
import dev.locomo.core.pipeline.RunListener.Done;
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
  private final Which which;
  private final Annotation<T> annotation;
  private final Annotator<T> annotator;
  private final @Nullable ModelSpec model;
  private final List<Piece> pieces;
  private final Map<Piece, T> annotated = new ConcurrentHashMap<>();
  private final Map<Piece, String> failed = new ConcurrentHashMap<>();

  /** A session to annotate, with at least one turn, and its sample. */
  public record Piece(Sample sample, Session session) {
    /** The name in messages, for example {@code conv-26/S3}. */
    public String name() {
      return sample.id() + "/S" + session.number();
    }
  }

  /**
   * Which sessions: those that have turns, of all samples of these ids.
   *
   * @param again whether also those that are annotated already
   */
  public record Which(Dataset data, List<String> samples, boolean again, Shard shard) {}

  /**
   * @param model whom the annotator asks; null for nobody
   */
  public Annotating(
      Which which, Annotation<T> annotation, Annotator<T> annotator, @Nullable ModelSpec model) {
    this.which = which;
    this.annotation = annotation;
    this.annotator = annotator;
    this.model = model;
    this.pieces = open();
  }

  private List<Piece> open() {
    var open = new ArrayList<Piece>();
    for (Sample sample : which.data().samples()) {
      for (Session session : sample.conversation().sessions()) {
        boolean wanted = which.again() || !annotation.has().test(sample, session.number());
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
    try {
      annotated.put(piece, annotator.annotate(piece.sample(), piece.session(), calls));
      return Done.one("");
    } catch (Unreadable e) {
      return failed(piece, "no usable reply: " + e.wrong());
    }
  }

  @Override
  public Done failed(Piece piece, ProviderError error) {
    return failed(piece, error.reason());
  }

  private Done failed(Piece piece, String reason) {
    failed.put(piece, reason);
    return Done.one(reason);
  }

  /** The sessions that could not be annotated and why, in file order. */
  public Map<String, String> failures() {
    var failures = new LinkedHashMap<String, String>();
    pieces.stream()
        .filter(failed::containsKey)
        .forEach(piece -> failures.put(piece.name(), failed.get(piece)));
    return failures;
  }

  /** How many sessions were annotated. */
  public int annotated() {
    return annotated.size();
  }

  /** How many single annotations that gave: facts, or summaries. */
  public int made() {
    return annotated.values().stream().mapToInt(annotation.count()).sum();
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
        which.data().file(),
        which.data().sha256(),
        which.data().samples().stream().map(this::annotated).toList());
  }

  private Sample annotated(Sample sample) {
    var added = new TreeMap<Integer, T>();
    annotated.forEach((piece, value) -> {
      if (piece.sample() == sample) {
        added.put(piece.session().number(), value);
      }
    });
    return added.isEmpty() ? sample : annotation.with().apply(sample, added);
  }
}
