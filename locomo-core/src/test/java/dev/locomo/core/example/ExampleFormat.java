package dev.locomo.core.example;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.check.CheckReport;
import dev.locomo.core.dataset.json.DatasetFormat;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.profile.BenchmarkProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What another format takes: a conversation as lines, which are {@code talk}, a turn, and {@code ?
 * question = answer}.
 */
public final class ExampleFormat implements DatasetFormat {
  @Override
  public String id() {
    return "lines";
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new DataError(file.toString(), "", "cannot be read", e);
    }
  }

  @Override
  public boolean recognises(Start start) {
    Path file = start.file();
    try {
      return !lines(file).isEmpty() && lines(file).getFirst().equals("talk");
    } catch (DataError e) {
      return false;
    }
  }

  @Override
  public CheckReport check(Path file, @Nullable BenchmarkProfile profile) {
    int talks = read(file, profile).samples().size();
    return new CheckReport(file.toString(), "", talks, List.of(), List.of());
  }

  @Override
  public Dataset read(Path file, @Nullable BenchmarkProfile profile) {
    if (!recognises(new Start(file))) {
      throw new DataError(file.toString(), "line 1", "found no talk; expected one");
    }
    var lines = lines(file);
    if (lines.size() != 3 || !lines.get(2).matches("\\? .* = .*")) {
      throw new DataError(file.toString(), "line 3", "found no question; expected one");
    }
    var turns = List.of(new Turn(new TurnId(1, 1), "Ann", lines.get(1), null));
    String[] asked = lines.get(2).substring(2).split(" = ", 2);
    var question =
        new Question(
            new QuestionId("talk", 0),
            asked[0],
            BenchmarkProfile.LOCOMO.category(4),
            new Gold.Answer(asked[1]),
            List.of("D1:1"));
    var talk = new Conversation("Ann", "Bob", List.of(new Session(1, "", null, turns)));
    var sample = new Sample("talk", talk, List.of(question), List.of(), new TreeMap<>(), List.of());
    return new Dataset(
        file.toString(), Sha256.of(String.join("\n", lines) + "\n"), List.of(sample));
  }
}
