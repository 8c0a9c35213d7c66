package dev.locomo.gen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Stage;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.gen.output.AgentFile;
import dev.locomo.gen.output.AgentReader;
import dev.locomo.gen.output.Story;
import dev.locomo.gen.prompt.Counts;
import dev.locomo.gen.prompt.NotMade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Many conversations, each in a folder of its own. What stood in the agents' files when the run
 * began is copied into the run's folder and every start of the run begins with it, so that a run
 * killed half-way comes to the same end.
 */
public final class Batch {
  private static final String INPUTS = "inputs";
  private static final String LIST = "inputs.json";
  private static final String OUTPUTS = "outputs.json";

  private final Path out;
  private final Path run;
  private final int count;
  private final Map<Integer, Made> made = new ConcurrentSkipListMap<>();
  private final AtomicBoolean unfinished = new AtomicBoolean();
  private final AtomicReference<@Nullable ProviderError> failed = new AtomicReference<>();

  /**
   * @param out the output folder
   * @param run the run's folder
   * @param count how many conversations, at least 1; a single one is in the output folder itself
   */
  public Batch(Path out, Path run, int count) {
    this.out = out;
    this.run = run;
    this.count = count;
  }

  /** Sample id of a conversation. */
  private static String id(int number) {
    return "gen-" + (number + 1);
  }

  private String name(int number) {
    return count == 1 ? "" : id(number);
  }

  private Path folder(int number) {
    return out.resolve(name(number));
  }

  /**
   * Whether the agents' files are no longer those that this run wrote last: then they are the
   * beginning of another run.
   */
  public boolean overtaken() {
    Path file = run.resolve(OUTPUTS);
    return Files.exists(file) && !JsonFiles.read(file, JsonFiles.MAPPER::readTree).equals(hashes());
  }

  private ObjectNode hashes() {
    ObjectNode json = JsonFiles.MAPPER.createObjectNode();
    for (int number = 0; number < count; number++) {
      for (String name : List.of(AgentFile.A, AgentFile.B)) {
        json.put(name(number) + "/" + name, hash(folder(number).resolve(name)));
      }
    }
    return json;
  }

  private static String hash(Path file) {
    try {
      return Files.exists(file) ? Sha256.of(Files.readString(file)) : "";
    } catch (IOException e) {
      return "unreadable";
    }
  }

  /**
   * Looks at the agents' files that a new run would begin with.
   *
   * @throws dev.locomo.core.error.DataError when one cannot be used
   */
  public void check() {
    for (int number = 0; number < count && !Files.exists(run.resolve(LIST)); number++) {
      if (there(number)) {
        Path from = folder(number);
        AgentReader.read(id(number), from.resolve(AgentFile.A), from.resolve(AgentFile.B));
      }
    }
  }

  private boolean there(int number) {
    Path from = folder(number);
    return Files.exists(from.resolve(AgentFile.A)) && Files.exists(from.resolve(AgentFile.B));
  }

  /** Copies the agents' files that are there, once in the life of a run. */
  public void begin() {
    forgetOutputs();
    if (Files.exists(run.resolve(LIST))) {
      return;
    }
    ObjectNode list = JsonFiles.MAPPER.createObjectNode();
    for (int number = 0; number < count; number++) {
      Path from = folder(number);
      list.put(id(number), there(number));
      if (there(number)) {
        copy(from.resolve(AgentFile.A), inputs(number).resolve(AgentFile.A));
        copy(from.resolve(AgentFile.B), inputs(number).resolve(AgentFile.B));
      }
    }
    AtomicFile.writeText(run.resolve(LIST), list.toPrettyString() + "\n");
  }

  /** From now on the files change; whoever edits them is noticed after the run only. */
  private void forgetOutputs() {
    try {
      Files.deleteIfExists(run.resolve(OUTPUTS));
    } catch (IOException e) {
      throw AtomicFile.unwritable(run.resolve(OUTPUTS), e);
    }
  }

  private Path inputs(int number) {
    return run.resolve(INPUTS).resolve(id(number));
  }

  private static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw AtomicFile.unwritable(to, e);
    }
  }

  /**
   * The conversations as a stage of the run.
   *
   * @param model who writes
   * @param done told of each conversation that ended
   */
  public Stage<Integer> stage(Maker maker, ModelSpec model, Consumer<Made> done) {
    JsonNode list = JsonFiles.read(run.resolve(LIST), JsonFiles.MAPPER::readTree);
    return new Stage<>() {
      @Override
      public ModelSpec model() {
        return model;
      }

      @Override
      public Iterator<Integer> items() {
        return IntStream.range(0, count).iterator();
      }

      @Override
      public String name(Integer number) {
        return id(number);
      }

      @Override
      public boolean stopsBetweenCalls() {
        return true;
      }

      @Override
      public Done run(Integer number, Calls calls) throws InterruptedException {
        var before = list.path(id(number)).asBoolean() ? inputs(number) : null;
        var place =
            new Maker.Place(number, id(number), folder(number), Optional.ofNullable(before));
        one(place, maker, calls);
        Made ended = made.get(number);
        if (ended == null) {
          return new Done(0, 0);
        }
        done.accept(ended);
        return Done.one(ended.whole());
      }

      @Override
      public Done failed(Integer number, ProviderError error) {
        return new Done(0, 0);
      }
    };
  }

  /** How the run ended, given how its stage did: only whole conversations are everything. */
  public Ending ended(Ending ending) {
    boolean all = ending.all() && made.size() == count && !unfinished.get();
    if (all) {
      AtomicFile.writeText(run.resolve(OUTPUTS), hashes().toPrettyString() + "\n");
    }
    return new Ending(all, ending.provider() != null ? ending.provider() : failed.get());
  }

  private void one(Maker.Place place, Maker maker, Calls calls) throws InterruptedException {
    var counts = new Counts();
    var last = new AtomicReference<@Nullable Story>();
    String problem = "unfinished";
    try {
      last.set(
          maker.make(
              place, (step, ask) -> calls.ask(place.id() + "/" + step, ask), counts, last::set));
      problem = null;
    } catch (NotMade e) {
      problem = e.getMessage();
    } catch (ProviderError e) {
      problem = e.kind().name().toLowerCase(Locale.ROOT).replace('_', '-') + ": " + e.getMessage();
      failed.compareAndSet(null, e);
      unfinished.set(true);
      throw e;
    } catch (InterruptedException e) {
      problem = "interrupted";
      unfinished.set(true);
      throw e;
    } finally {
      String name = name(place.number());
      var ended = new Made(place.id(), name, last.get(), problem, counts.byName());
      made.put(place.number(), ended);
    }
  }

  /** The conversations that ended, by number. */
  public Collection<Made> made() {
    return made.values();
  }
}
