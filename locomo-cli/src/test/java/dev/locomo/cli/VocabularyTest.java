package dev.locomo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.settings.Setting;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** An option means the same wherever it is, and a meaning has one option. */
class VocabularyTest {
  /** One meaning, in the words of each verb: what is read, written, counted or limited there. */
  private static final Set<String> SAID_BY_EACH_VERB =
      Set.of(
          "again",
          "batch-size",
          "count",
          "data-file",
          "dry-run",
          "embedding-url",
          "errata",
          "force",
          "format",
          "from",
          "image-dir",
          "max-unscored",
          "metric",
          "model-dir",
          "models",
          "offline",
          "out",
          "port",
          "predictions",
          "protocol",
          "repeats",
          "reply-tokens",
          "run",
          "seed",
          "store",
          "tokenizer",
          "top-k",
          "url");

  /** Two meanings, and why they keep one name. */
  private static final Map<String, String> TWO_MEANINGS =
      Map.of(
          "images", "caption reads a folder; generate names where pictures come from",
          "length-penalty", "the name in the literature, of beams and of FActScore",
          "out-file",
              "the file of results that is extended: the original's name, beside the run's folder",
          "session", "a stage of generate, the original's name; which session data show shows");

  private static Map<String, Set<String>> meanings() {
    var meanings = new TreeMap<String, Set<String>>();
    for (var page : Verbs.all().pages()) {
      for (Setting<?> setting : page.settings().toList()) {
        meanings.computeIfAbsent(setting.name(), _ -> new LinkedHashSet<>()).add(setting.words());
      }
    }
    return meanings;
  }

  @Test
  void anOptionHasOneMeaningOverAllVerbs() {
    var several = meanings();
    several.values().removeIf(words -> words.size() == 1);
    several.keySet().removeAll(SAID_BY_EACH_VERB);
    assertThat(several.keySet()).isEqualTo(new TreeSet<>(TWO_MEANINGS.keySet()));
  }

  @Test
  void optionsWithTwoMeaningsAreExplainedWhereConceptsAre() {
    DocsPage concepts =
        DocsPage.all().stream()
            .filter(page -> page.toString().equals("docs/concepts.md"))
            .findAny()
            .orElseThrow();
    assertThat(TWO_MEANINGS.keySet())
        .allMatch(name -> String.join("\n", concepts.lines()).contains("`--" + name + "`"));
  }

  @Test
  void theListOfOptionsThatEachVerbDescribesHasNoneThatNeedNotBeThere() {
    var meanings = meanings();
    assertThat(SAID_BY_EACH_VERB)
        .allMatch(name -> meanings.getOrDefault(name, Set.of()).size() > 1);
  }
}
