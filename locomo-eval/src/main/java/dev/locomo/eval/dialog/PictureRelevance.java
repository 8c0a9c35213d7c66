package dev.locomo.eval.dialog;

import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.Turn.SharedImage;
import dev.locomo.core.metric.Score;
import dev.locomo.eval.dialog.PictureForm.Candidates;
import dev.locomo.eval.dialog.TurnVectors.Seen;
import dev.locomo.eval.similarity.MmRelevance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * MM-Relevance of texts and real pictures, by CLIP, each turn a dialogue of its own.
 *
 * <p>The real turn's picture is its file. The generated turn's is the file of the candidate it
 * chose; a caption or a search has no file, so its words are compared with the real picture, which
 * CLIP can do but which gives lower numbers: the name then ends in {@code -words}. A turn of which
 * a picture is not there, or cannot be read, has no value. <b>Value</b> of MiniGPT-5's form in [-1,
 * 1]; of MMDialog's the published number, a cosine times CLIP's scale, divided by 100, so that
 * percent are that number. <b>Source</b>: see {@link MmRelevance}.
 */
public final class PictureRelevance implements DialogMetric {
  /** The name of numbers that compare words with a picture ends so. */
  private static final String WORDS = "-words";

  private static final double PERCENT = 100;

  private final Form form;
  private final @Nullable Candidates candidates;
  private final TurnVectors vectors;

  /** The two published forms. */
  public enum Form {
    /** Text with text and picture with picture. */
    MINIGPT5("mm-relevance-minigpt5"),
    /** Text and picture in their order, whichever they are. */
    MMDIALOG("mm-relevance-mmdialog");

    private final String id;

    Form(String id) {
      this.id = id;
    }
  }

  /**
   * Both forms.
   *
   * @param picture in which form pictures are shared; not {@link PictureForm#NONE}
   * @param candidates those to choose among
   * @param vectors of texts and pictures
   */
  public static List<PictureRelevance> all(
      PictureForm picture, Candidates candidates, TurnVectors vectors) {
    @Nullable Candidates at = picture == PictureForm.CANDIDATES ? candidates : null;
    return Stream.of(Form.values()).map(form -> new PictureRelevance(form, at, vectors)).toList();
  }

  private PictureRelevance(Form form, @Nullable Candidates candidates, TurnVectors vectors) {
    this.form = form;
    this.candidates = candidates;
    this.vectors = vectors;
  }

  @Override
  public String id() {
    return form.id + (candidates != null ? "" : WORDS);
  }

  @Override
  public List<Score> scores(List<Pair> pairs) {
    var texts = new LinkedHashSet<String>();
    var files = new LinkedHashSet<Path>();
    for (Pair pair : pairs) {
      texts.add(pair.said().text());
      texts.add(pair.gold().text());
      vectors.file(pair.target().turn()).ifPresent(files::add);
      String image = pair.said().image();
      if (image != null && candidates != null) {
        chosen(candidates, pair.target(), image).ifPresent(files::add);
      } else if (image != null) {
        texts.add(image);
      }
    }
    vectors.load(texts, files);
    return pairs.stream().map(this::score).toList();
  }

  /** The file of a candidate. */
  private Optional<Path> chosen(Candidates at, Target target, String caption) {
    return at.of(target).stream()
        .filter(candidate -> caption.equals(candidate.caption()))
        .flatMap(candidate -> vectors.file(candidate.turn()).stream())
        .findFirst();
  }

  private Score score(Pair pair) {
    Turn turn = pair.target().turn();
    Element gold = real(turn);
    Element said = generated(pair);
    for (Element one : List.of(gold, said)) {
      if (one.problem != null) {
        return new Score.Unscored(Score.Reason.PICTURE_MISSING, one.problem);
      }
    }
    return new Score.Scored(
        form == Form.MINIGPT5 ? miniGpt5(pair, said, gold) : mmDialog(pair, said, gold), "");
  }

  /** A picture's vector, neither when there is no picture, or why it has none. */
  private record Element(float @Nullable [] vector, @Nullable String problem) {
    static final Element NONE = new Element(null, null);

    static Element of(Seen seen) {
      return switch (seen) {
        case Seen.Vector(float[] numbers) -> new Element(numbers, null);
        case Seen.Missing(String why) -> new Element(null, why);
      };
    }
  }

  private Element real(Turn turn) {
    SharedImage image = turn.image();
    if (image == null) {
      return Element.NONE;
    }
    return vectors
        .file(turn)
        .map(file -> Element.of(vectors.picture(file)))
        .orElseGet(() -> new Element(null, "the picture of " + turn.id() + " is not there"));
  }

  private Element generated(Pair pair) {
    String image = pair.said().image();
    if (image == null) {
      return Element.NONE;
    }
    if (candidates == null) {
      return new Element(vectors.text(image), null);
    }
    return chosen(candidates, pair.target(), image)
        .map(file -> Element.of(vectors.picture(file)))
        .orElseGet(() -> new Element(null, "the chosen picture is not there: " + image));
  }

  private double miniGpt5(Pair pair, Element said, Element gold) {
    var step =
        new MmRelevance.Step(
            new MmRelevance.Turn(spoken(pair.said().text()), said.vector),
            new MmRelevance.Turn(spoken(pair.gold().text()), gold.vector));
    return MmRelevance.miniGpt5(List.of(step)).f1();
  }

  private float @Nullable [] spoken(String text) {
    return MmRelevance.isNoText(text) ? null : vectors.text(text);
  }

  private double mmDialog(Pair pair, Element said, Element gold) {
    return MmRelevance.mmDialog(
                elements(pair.said().text(), said),
                elements(pair.gold().text(), gold),
                vectors.scale())
            .f1()
        / PERCENT;
  }

  private List<float[]> elements(String text, Element picture) {
    var elements = new ArrayList<float[]>();
    if (!text.isEmpty()) {
      elements.add(vectors.text(text));
    }
    if (picture.vector != null) {
      elements.add(picture.vector);
    }
    return elements;
  }
}
