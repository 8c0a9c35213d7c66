package dev.locomo.rag.caption;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.Turn.SharedImage;
import dev.locomo.core.dataset.TurnId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The turns of a data set that share an image.
 *
 * @param samples ids of the conversations that are meant
 * @param folder where the files that turns name are looked for, and what was got from addresses
 * @param again whether turns that have a caption are captioned again
 */
public record PictureTurns(Dataset data, Set<String> samples, Path folder, boolean again) {
  public PictureTurns {
    samples = Set.copyOf(samples);
  }

  /** A turn and its image, which is named by the first address, or else by the first file. */
  public record Place(String sample, TurnId turn, Picture picture) {}

  /** What is to be captioned, in the order of the file; a picture may be shared twice. */
  public List<Place> places() {
    return data.samples().stream()
        .filter(sample -> samples.contains(sample.id()))
        .flatMap(sample ->
            sample.conversation().turns().stream().flatMap(turn -> place(sample, turn).stream()))
        .toList();
  }

  private Optional<Place> place(Sample sample, Turn turn) {
    SharedImage image = turn.image();
    return image != null
            && (!image.urls().isEmpty() || !image.files().isEmpty())
            && (again || image.caption() == null)
        ? Optional.of(new Place(sample.id(), turn.id(), picture(image)))
        : Optional.empty();
  }

  private Picture picture(SharedImage image) {
    String name = image.urls().isEmpty() ? image.files().getFirst() : image.urls().getFirst();
    return new Picture(name, new PictureStore(folder).find(image).orElse(null), image.urls());
  }

  /** The data set with captions, by the names of pictures; turns without one stay as they are. */
  public Dataset captioned(Map<String, String> captions) {
    return new Dataset(
        data.file(),
        data.sha256(),
        data.samples().stream()
            .map(s -> samples.contains(s.id()) ? captioned(s, captions) : s)
            .toList());
  }

  private Sample captioned(Sample sample, Map<String, String> captions) {
    Conversation talk = sample.conversation();
    var sessions = new ArrayList<Session>();
    for (Session session : talk.sessions()) {
      var turns = session.turns().stream().map(t -> captioned(sample, t, captions)).toList();
      sessions.add(new Session(session.number(), session.dateText(), session.time(), turns));
    }
    return new Sample(
        sample.id(),
        new Conversation(talk.speakerA(), talk.speakerB(), sessions, talk.datesWithoutSession()),
        sample.questions(),
        sample.observations(),
        sample.sessionSummaries(),
        sample.events());
  }

  private Turn captioned(Sample sample, Turn turn, Map<String, String> captions) {
    SharedImage image = turn.image();
    String caption = place(sample, turn).map(p -> captions.get(p.picture().name())).orElse(null);
    return image == null || caption == null
        ? turn
        : new Turn(turn.id(), turn.speaker(), turn.text(), image.withCaption(caption));
  }
}
