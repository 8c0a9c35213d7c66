package dev.locomo.gen.dialogue;

import dev.locomo.core.dataset.TurnId;
import dev.locomo.gen.image.Album;
import dev.locomo.gen.image.Photo;
import dev.locomo.gen.persona.Persona;
import dev.locomo.gen.prompt.Asker;
import dev.locomo.gen.prompt.Prompts;
import dev.locomo.gen.prompt.Unusable;
import dev.locomo.gen.prompt.Wish;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds one session: the two speak in turn until both have ended it, or the turns run out. From a
 * turn that is drawn beforehand on they are told to end; with ten turns or fewer they never are.
 *
 * <p><b>Source</b> Maharana et al., ACL 2024, section 3.3, and {@code
 * generative_agents/generate_conversations.py} for the rule of ending.
 */
final class Talk {
  private static final int NEVER_TOLD_TO_END = 10;
  private static final int TURN_TOKENS = 200;
  private static final int QUERY_TOKENS = 30;

  private final Asker asker;
  private final Cast cast;
  private final Remembered remembered;
  private final Occasion at;
  private final Pictures pictures;
  private final List<Utterance> turns = new ArrayList<>();
  private final List<String> history = new ArrayList<>();

  /**
   * Where pictures come from and go to.
   *
   * @param album of the run
   * @param folder of the conversation
   * @param prefix of the steps in the album
   * @param used addresses that were shared before; grows
   */
  record Pictures(Album album, Path folder, String prefix, Set<String> used) {
    Pictures(Album album, Path folder, String prefix) {
      this(album, folder, prefix, new HashSet<>());
    }
  }

  Talk(Asker asker, Cast cast, Remembered remembered, Occasion at, Pictures pictures) {
    this.asker = asker;
    this.cast = cast;
    this.remembered = remembered;
    this.at = at;
    this.pictures = pictures;
  }

  /** All turns. */
  List<Utterance> hold(int maxTurns, Chance chance) throws InterruptedException {
    boolean first = chance.between(0, 1) == 0;
    int stop =
        maxTurns <= NEVER_TOLD_TO_END ? maxTurns : chance.between(NEVER_TOLD_TO_END, maxTurns - 1);
    boolean endedA = false;
    boolean endedB = false;
    for (int i = 0; i < maxTurns && !(endedA && endedB); i++) {
      boolean aSpeaks = (i % 2 == 0) == first;
      boolean ended = turn(i, aSpeaks, i >= stop, chance);
      endedA |= aSpeaks && ended;
      endedB |= !aSpeaks && ended;
    }
    return List.copyOf(turns);
  }

  private boolean turn(int i, boolean aSpeaks, boolean stop, Chance chance)
      throws InterruptedException {
    Scene scene = scene(aSpeaks);
    boolean photos = pictures.album().open();
    var memory = remembered.about(cue(scene), aSpeaks, chance);
    String prompt =
        scene.prompt(asker.language().english(), new Scene.Moment(memory, history, photos, stop));
    TurnId id = new TurnId(at.number(), i + 1);
    String self = scene.self().name();
    Spoken spoken =
        asker.ask(
            new Wish("D" + at.number() + "/turn-" + (i + 1), prompt, TURN_TOKENS, 1.0),
            answer -> checked(Spoken.read(answer, self, scene.other().name())));
    Photo photo = photos ? photo(spoken, id, aSpeaks) : null;
    var said = new Utterance(id, self, spoken.raw(), spoken.text(), photo);
    turns.add(said);
    history.add(said.seen());
    return spoken.end();
  }

  private Spoken checked(Spoken spoken) throws Unusable {
    asker.inLanguage(spoken.text());
    return spoken;
  }

  /** What memories are looked for with: what was said last, or what there is to talk about. */
  private String cue(Scene scene) {
    if (!turns.isEmpty()) {
      return turns.getLast().speaker() + " says, " + turns.getLast().text();
    }
    var events = scene.eventLines();
    return events.isEmpty() ? scene.self().summary() : events.getFirst();
  }

  private Scene scene(boolean aSpeaks) {
    Persona self = aSpeaks ? cast.a() : cast.b();
    Persona other = aSpeaks ? cast.b() : cast.a();
    return new Scene(
        self,
        other,
        at,
        aSpeaks ? at.eventsA() : at.eventsB(),
        aSpeaks ? cast.eventsA() : cast.eventsB(),
        remembered.last());
  }

  private @Nullable Photo photo(Spoken spoken, TurnId id, boolean aSpeaks)
      throws InterruptedException {
    String shown = spoken.photo();
    if (shown == null) {
      return null;
    }
    String prompt =
        Prompts.builtIn().fill("photo-query", Map.of("text", spoken.text(), "photo", shown));
    String query =
        asker.ask(
            new Wish("D" + id.session() + "/photo-" + id.turn(), prompt, QUERY_TOKENS, 0.0),
            answer -> query(answer.text()));
    String name =
        String.format(
            Locale.ROOT, "session_%d/%s/%04d", id.session(), aSpeaks ? "a" : "b", id.turn());
    var found =
        pictures
            .album()
            .find(
                query,
                pictures.used(),
                new Album.Place(pictures.prefix() + id, pictures.folder(), name));
    asker.counts().add(found.isPresent() ? "photos" : "photos not found");
    found.ifPresent(photo -> pictures.used().add(photo.url()));
    return found.map(photo -> photo.described(shown)).orElse(null);
  }

  private static String query(String text) throws Unusable {
    String query = text.lines().findFirst().orElse("").replaceAll("[\"\\[\\]]", "").strip();
    if (query.isEmpty() || query.length() > 200) {
      throw new Unusable("write two to six search words");
    }
    return query;
  }
}
