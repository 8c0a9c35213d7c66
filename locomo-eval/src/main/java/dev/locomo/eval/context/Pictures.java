package dev.locomo.eval.context;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.picture.PictureTokens;
import dev.locomo.core.llm.picture.ShownPicture;
import dev.locomo.core.text.PromptTexts;
import dev.locomo.rag.caption.FetchError;
import dev.locomo.rag.caption.PictureStore;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a reader is shown of the pictures that turns share. A picture that is sent is named in its
 * turn's text and stands, after the same name, before the text.
 *
 * <p>Files are read and scaled once for each conversation, when it is first shown. Of a
 * conversation with more pictures than a request may have, the newest are shown.
 */
public final class Pictures {
  /** Captions, as ever. */
  public static final Pictures CAPTIONS =
      new Pictures(Form.CAPTIONS, null, new Sending(1, PictureTokens.UNKNOWN));

  private static final String ABSENT = "not available";

  private final Form form;
  private final @Nullable PictureStore store;
  private final Sending sending;
  private final IdentityHashMap<Conversation, Map<TurnId, ShownPicture>> files =
      new IdentityHashMap<>();

  /** What stands for a picture. */
  public enum Form {
    /** What it shows in words, as far as the data set says so. */
    CAPTIONS,
    /** The picture itself. */
    FILES,
    /** The picture and its caption. */
    BOTH,
    /** Nothing: as if no picture had been shared. */
    NONE;

    /** The name in options and files. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether pictures themselves are sent. */
    public boolean sends() {
      return this == FILES || this == BOTH;
    }
  }

  /**
   * How pictures are sent.
   *
   * @param edge most pixels of the longer edge, at least 1
   * @param cost what the model takes and is charged for
   */
  public record Sending(int edge, PictureTokens cost) {}

  /**
   * What a reader is shown.
   *
   * @param store where pictures are; needed only when they are sent
   */
  public Pictures(Form form, @Nullable PictureStore store, Sending sending) {
    this.form = form;
    this.store = store;
    this.sending = sending;
  }

  /** What stands for a picture. */
  public Form form() {
    return form;
  }

  /** The turn as a text is to have it. */
  public Turn shown(Conversation talk, Turn turn) {
    if (turn.image() == null || form == Form.CAPTIONS) {
      return turn;
    }
    String name = of(talk, turn).map(ShownPicture::label).orElse(null);
    String caption = form == Form.BOTH ? turn.caption() : null;
    String words = name == null ? caption : caption == null ? name : name + ", " + caption;
    String told = words == null && form == Form.FILES ? ABSENT : words;
    var image = told == null ? null : turn.image().withCaption(told);
    return new Turn(turn.id(), turn.speaker(), turn.text(), image);
  }

  /** The picture of a turn; empty when none is sent. */
  public Optional<ShownPicture> of(Conversation talk, Turn turn) {
    return !form.sends() || turn.image() == null
        ? Optional.empty()
        : Optional.ofNullable(of(talk).get(turn.id()));
  }

  /** The pictures of these turns, in order. */
  public List<ShownPicture> of(Conversation talk, List<Turn> turns) {
    return turns.stream().flatMap(turn -> of(talk, turn).stream()).toList();
  }

  /** Added to a prompt that shows pictures: where they are; empty for one that shows none. */
  public static String told(List<ShownPicture> pictures) {
    return pictures.isEmpty()
        ? ""
        : "\n\n"
            + new PromptTexts(Pictures.class, "1", List.of("pictures")).fill("pictures", Map.of());
  }

  /** Tokens of a turn's picture. */
  public int tokens(Conversation talk, Turn turn) {
    return of(talk, turn).map(sending.cost::of).orElse(0);
  }

  private synchronized Map<TurnId, ShownPicture> of(Conversation talk) {
    return files.computeIfAbsent(talk, this::read);
  }

  private Map<TurnId, ShownPicture> read(Conversation talk) {
    var all = new LinkedHashMap<TurnId, ShownPicture>();
    for (Turn turn : talk.turns().reversed()) {
      if (turn.image() != null && all.size() < sending.cost.atOnce() && store != null) {
        var file = store.find(turn.image());
        try {
          if (file.isPresent()) {
            all.put(turn.id(), store.shown(file.get(), "image " + turn.id(), sending.edge));
          }
        } catch (FetchError e) {
          // Is shown as one that is not there, and counted as such.
        }
      }
    }
    return all;
  }

  /**
   * How many turns of these conversations share a picture, how many of the pictures are sent, and
   * what of.
   *
   * @param turns that share a picture
   * @param sent pictures that are there and can be read
   * @param sha256 of all of them, as they are sent
   */
  public record Coverage(int turns, int sent, String sha256) {}

  /** Reads all pictures of these conversations. */
  public Coverage coverage(List<Sample> samples) {
    int turns = 0;
    var hashes = new ArrayList<String>();
    for (Sample sample : samples) {
      turns += (int) sample.conversation().turns().stream().filter(Turn::hasPicture).count();
      SortedMap<String, String> sorted = new TreeMap<>();
      of(sample.conversation()).forEach((id, p) -> sorted.put(id.toString(), p.sha256()));
      sorted.forEach((id, sha256) -> hashes.add(sample.id() + " " + id + " " + sha256));
    }
    return new Coverage(turns, hashes.size(), Sha256.of(String.join("\n", hashes)));
  }
}
