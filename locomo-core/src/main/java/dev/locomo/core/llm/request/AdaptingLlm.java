package dev.locomo.core.llm.request;

import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelFamily.Parameter;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.run.AtomicFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Sends requests as their model takes them. One that is refused for a parameter is sent again at
 * once without it or with its other name; when that is answered, later requests are sent like that
 * from the beginning.
 *
 * @param notices told once of everything that is found to be refused, with the provider's words
 */
public record AdaptingLlm(ChatLlm inner, RequestRules rules, Consumer<String> notices)
    implements ChatLlm {
  @Override
  public Reply ask(Ask ask) throws InterruptedException {
    Set<Parameter> without = EnumSet.noneOf(Parameter.class);
    without.addAll(rules.refused());
    Set<Parameter> found = EnumSet.noneOf(Parameter.class);
    var why = new StringBuilder();
    while (true) {
      Ask sent = rules.shaped(ask, without);
      try {
        Reply reply = inner.ask(sent);
        rules
            .refuse(found.toArray(Parameter[]::new))
            .ifPresent(what -> notices.accept(what + " (" + why + ")"));
        return reply;
      } catch (ProviderError e) {
        Set<Parameter> left = rules.in(sent);
        left.removeAll(without);
        Parameter refused = RefusalWords.named(e.body(), left).orElseThrow(() -> e);
        without.add(refused);
        found.add(refused);
        why.append(why.isEmpty() ? "" : "; ").append(e.getMessage());
      }
    }
  }

  /**
   * Says what was found to be refused, and keeps it on disk.
   *
   * @param file where
   */
  public record Stored(Path file, RequestRules rules, Consumer<String> notices)
      implements Consumer<String> {
    /** Leaves out what was found before. */
    public void read() {
      if (Files.exists(file)) {
        rules.refuse(JsonFiles.read(file, Parameter[].class)).ifPresent(notices);
      }
    }

    @Override
    public void accept(String notice) {
      notices.accept(notice);
      AtomicFile.writeText(file, JsonFiles.MAPPER.valueToTree(rules.refused()) + "\n");
    }
  }

  @Override
  public boolean forget(Ask ask, Reply reply) {
    return inner.forget(rules.shaped(ask, rules.refused()), reply);
  }
}
