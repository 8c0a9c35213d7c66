package dev.locomo.gen.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.python.JsonDump;
import dev.locomo.core.python.PythonError;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.gen.Extent;
import dev.locomo.gen.Maker;
import dev.locomo.gen.Stages;
import dev.locomo.gen.image.Album;
import dev.locomo.gen.memory.Memories;
import dev.locomo.gen.output.AgentFile;
import dev.locomo.gen.output.AgentReader;
import dev.locomo.gen.output.Label;
import dev.locomo.gen.output.Story;
import dev.locomo.gen.prompt.Counts;
import dev.locomo.gen.safety.Filter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Makes a conversation as {@code generative_agents/generate_conversations.py} does: its prompts,
 * parameters, order of calls and of random draws, and its mistakes in dates and texts. Its crashes
 * end the conversation with a message; its endless loops end.
 *
 * @param stages what is wanted
 * @param extent how much of it
 * @param means what it is made with
 */
public record ReferenceMaker(Stages stages, Extent extent, Means means) implements Maker {
  private static final LocalDate NEW_YEAR = LocalDate.of(2022, 1, 1);
  private static final int DAYS_TO_DRAW = 515;

  /**
   * What conversations are made with.
   *
   * @param texts the imported texts by key
   * @param hash of the texts
   * @param model the model's name as the provider knows it
   * @param msc the persona file's content, read when it is needed
   * @param draws the random draws of each conversation
   * @param memories makes the stores of what agents remember
   * @param album where pictures come from
   * @param filter what is counted when a reply holds it; the replies stay as they are
   * @param label marks what is made
   */
  public record Means(
      UnaryOperator<String> texts,
      String hash,
      String model,
      Supplier<JsonNode> msc,
      IntFunction<Draws> draws,
      Memories memories,
      Album album,
      Filter filter,
      Label label) {}

  @Override
  public String id() {
    return "reference " + means.hash();
  }

  @Override
  public Story make(Place place, Calls calls, Counts counts, Consumer<Story> saved)
      throws InterruptedException {
    var chat = new Chat(watched(calls, counts), means.model(), counts, place.number());
    var work = new Work(place, chat, new Texts(means.texts()), means.draws().apply(place.number()));
    try {
      work.run(saved);
      return work.story();
    } catch (PythonError e) {
      throw Crash.at("reply", String.valueOf(e.getMessage()));
    }
  }

  /** To ask again would be another sequence of calls. */
  private Calls watched(Calls calls, Counts counts) {
    return (step, ask) -> {
      Reply reply = calls.ask(step, ask);
      means.filter().find(reply.text()).ifPresent(f -> counts.add("found and kept: " + f.kind()));
      return reply;
    };
  }

  /** One conversation's state: its two files. */
  private final class Work {
    private final Place place;
    private final Chat chat;
    private final Texts texts;
    private final Draws draws;
    private ObjectNode a = JsonFiles.MAPPER.createObjectNode();
    private ObjectNode b = JsonFiles.MAPPER.createObjectNode();

    Work(Place place, Chat chat, Texts texts, Draws draws) {
      this.place = place;
      this.chat = chat;
      this.texts = texts;
      this.draws = draws;
    }

    void run(Consumer<Story> saved) throws InterruptedException {
      if (place.before().isPresent()) {
        Path before = place.before().get();
        a = read(before.resolve(AgentFile.A));
        b = read(before.resolve(AgentFile.B));
      }
      if (stages.persona() && (place.before().isEmpty() || stages.again().persona())) {
        personas();
      } else if (place.before().isEmpty()) {
        throw new UserError("there are no agents in " + place.folder(), "--persona");
      }
      if (stages.events()) {
        events();
      }
      if (stages.session()) {
        sessions(saved);
      }
      save();
    }

    private ObjectNode read(Path file) {
      if (JsonFiles.read(file, JsonFiles.MAPPER::readTree) instanceof ObjectNode agent) {
        return agent;
      }
      throw new DataError(file.toString(), "/", "found no object; expected an agent");
    }

    private void save() {
      write(AgentFile.A, a);
      write(AgentFile.B, b);
    }

    private void write(String name, ObjectNode agent) {
      ObjectNode labelled = agent.deepCopy();
      labelled.remove(Label.KEY);
      labelled.set(Label.KEY, means.label().json());
      AtomicFile.writeText(place.folder().resolve(name), JsonDump.text(labelled));
    }

    private void personas() throws InterruptedException {
      JsonNode pair = OldPersonas.drawn(means.msc().get(), draws);
      var writer = new OldPersonas(chat, texts);
      a = writer.agent("persona-a", Crash.key("persona", pair, "Speaker 1"));
      b = writer.agent("persona-b", Crash.key("persona", pair, "Speaker 2"));
      save();
    }

    private void events() throws InterruptedException {
      if (!a.has("graph") || !b.has("graph") || stages.again().events()) {
        LocalDate drawn = NEW_YEAR.plusDays(draws.below(DAYS_TO_DRAW) + 1L);
        LocalDate start = extent.start() == null ? drawn : extent.start();
        String from = OldDates.text(start);
        String to = OldDates.text(start.plusDays(extent.days()));
        a.put("events_start_date", from);
        b.put("events_start_date", from);
        String span = texts.percent("gen.inline.assign_dates", from, to);
        var writer = new OldEvents(chat, texts, extent.events());
        a.set("graph", writer.graph("events-a", Crash.text("events", a, "persona_summary") + span));
        b.set("graph", writer.graph("events-b", Crash.text("events", b, "persona_summary") + span));
        save();
      }
      a.set("graph", OldEvents.lowerCased(a.path("graph")));
      b.set("graph", OldEvents.lowerCased(b.path("graph")));
      save();
    }

    private void sessions(Consumer<Story> saved) throws InterruptedException {
      var memory = new OldMemory(means.memories());
      var keeping = new OldKeeping(chat, texts);
      var names = List.of(Crash.text("session", a, "name"), Crash.text("session", b, "name"));
      for (int j = 1; j < extent.startSession() && a.has("session_" + j + "_facts"); j++) {
        memory.add("D" + j, a, j, names);
      }
      boolean again = stages.again().session();
      for (int j = extent.startSession(); j <= extent.sessions(); j++) {
        if ((!a.has("session_" + j) || again) && !session(j, memory)) {
          break;
        }
        if (!a.has("session_" + j + "_facts") || again) {
          both(j, "_facts", keeping.facts(a, j));
        }
        memory.add("D" + j, a, j, names);
        if (stages.reflection() && (!a.has("session_" + j + "_reflection") || again)) {
          var insights = keeping.reflections(a, b, j);
          a.set("session_" + j + "_reflection", insights.get(0));
          b.set("session_" + j + "_reflection", insights.get(1));
        }
        if (stages.summary() && (!a.has("session_" + j + "_summary") || again)) {
          String summary = keeping.summary(a, b, j);
          a.put("session_" + j + "_summary", summary);
          b.put("session_" + j + "_summary", summary);
        }
        save();
        saved.accept(story());
      }
    }

    private void both(int session, String key, JsonNode value) {
      a.set("session_" + session + key, value);
      b.set("session_" + session + key, value);
    }

    /** Whether there was anything to talk about. */
    private boolean session(int j, OldMemory memory) throws InterruptedException {
      String step = "D" + j;
      String written = j == 1 ? "" : Crash.text(step, a, "session_" + (j - 1) + "_date_time");
      LocalDateTime before = j == 1 ? null : OldDates.session(step, written);
      var calendar = new OldCalendar(extent.eventsPerSession());
      List<JsonNode> graphs = List.of(Crash.key(step, a, "graph"), Crash.key(step, b, "graph"));
      LocalDateTime now = calendar.next(step, graphs, before, draws);
      ArrayNode eventsA = calendar.since(step, graphs.get(0), now, before);
      ArrayNode eventsB = calendar.since(step, graphs.get(1), now, before);
      if (eventsA.isEmpty() && eventsB.isEmpty()) {
        return false;
      }
      a.set("events_session_" + j, eventsA);
      b.set("events_session_" + j, eventsB);
      String date = OldDates.text(now);
      a.put("session_" + j + "_date_time", date);
      b.put("session_" + j + "_date_time", date);
      save();
      var prompt = new OldTurnPrompt(texts, j, written, date, stages.events());
      var tools =
          new OldTalk.Tools(
              chat,
              texts,
              draws,
              memory,
              means.album(),
              place.folder(),
              place.id() + "/",
              stages.reflection());
      both(j, "", new OldTalk(tools, prompt, a, b).hold(extent.maxTurns()));
      return true;
    }

    Story story() {
      try {
        return AgentReader.read(
            place.id(), place.folder().resolve(AgentFile.A), place.folder().resolve(AgentFile.B));
      } catch (DataError e) {
        throw Crash.at("files", "agents that cannot be read back: " + e.getMessage());
      }
    }
  }
}
