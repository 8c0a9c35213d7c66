package dev.locomo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.locomo.core.dataset.json.DatasetFormat;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.pipeline.RunListener;
import dev.locomo.eval.context.ContextBuilder;
import dev.locomo.eval.report.Renderer;
import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.embed.PairScorer;
import dev.locomo.rag.memory.MemorySystem;
import dev.locomo.rag.retrieve.Retriever;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every port has a contract that each of its implementations is held to. */
class PortsTest {
  private static final Path ROOT = Path.of(System.getProperty("locomo.root", ".."));

  /** What no test names, by what reaches it. */
  private static final Map<String, String> REACHED_BY =
      Map.of(
          "LibraryLlm", "Provider",
          "Stored", "AdaptingLlm",
          "Proposed", "HnswRetriever",
          "RankedByScore", "Bm25Method",
          "ReportText", "ReportFormat",
          "CsvRenderer", "ReportFormat",
          "MarkdownRenderer", "ReportFormat",
          "LatexRenderer", "ReportFormat");

  /** Gives verdicts, not replies; its own test holds it to them. */
  private static final Set<String> NO_CHAT = Set.of("ModerationService");

  static Stream<Arguments> ports() {
    return Stream.of(
        Arguments.of(DatasetFormat.class, "DatasetFormatContract"),
        Arguments.of(Provider.class, "ChatLlmContract"),
        Arguments.of(ChatLlm.class, "DecoratorContractTest|ChatLlmContract|LocalChatModelTest"),
        Arguments.of(Embedder.class, "EmbedderContract"),
        Arguments.of(PairScorer.class, "PairScorerContract"),
        Arguments.of(Retriever.class, "RetrieverContract"),
        Arguments.of(MemorySystem.class, "MemorySystemContract"),
        Arguments.of(ContextBuilder.class, "ContextBuilderContractTest"),
        Arguments.of(Renderer.class, "RendererContractTest"),
        Arguments.of(RunListener.class, "RunListenerContract"));
  }

  @ParameterizedTest
  @MethodSource("ports")
  void everyImplementationIsHeldToTheContract(Class<?> port, String contract) throws IOException {
    var implementations =
        ArchitectureTest.program().stream()
            .filter(c -> c.isAssignableTo(port) && !c.isInterface() && !c.isAnonymousClass())
            .filter(c -> !c.getModifiers().contains(JavaModifier.ABSTRACT))
            .map(JavaClass::getSimpleName)
            .filter(name -> !NO_CHAT.contains(name))
            .toList();
    assertThat(implementations).isNotEmpty();
    String held = held(contract);
    for (String name : implementations) {
      assertThat(held)
          .as("tests of %s that name %s", contract, name)
          .containsPattern("\\b" + REACHED_BY.getOrDefault(name, name) + "(\\w*Test)?\\b");
    }
  }

  /** The contract, and what extends it, at one remove or two. */
  private static String held(String contract) throws IOException {
    var held = new StringBuilder();
    String names = contract;
    for (int remove = 0; remove < 3; remove++) {
      var extending = Pattern.compile("class (\\w+) extends (" + names + ")\\b");
      var found = new ArrayList<>(List.of(names));
      for (Path file : tests()) {
        String text = Files.readString(file);
        var matcher = extending.matcher(text);
        if (matcher.find()) {
          found.add(matcher.group(1));
          held.append(text);
        } else if (file.getFileName().toString().matches("(" + contract + ")\\.java")) {
          held.append(text);
        }
      }
      names = String.join("|", found);
    }
    return held.toString();
  }

  private static List<Path> tests() throws IOException {
    var tests = new ArrayList<Path>();
    for (String module : List.of("core", "rag", "gen", "eval", "services", "cli")) {
      try (var all = Files.walk(ROOT.resolve("locomo-" + module).resolve("src/test/java"))) {
        all.filter(file -> file.toString().endsWith(".java")).forEach(tests::add);
      }
    }
    return tests;
  }
}
