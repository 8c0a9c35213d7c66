package dev.locomo.core.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.example.ExampleProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderTest {
  private static ClassLoader listing(Path folder, String name) throws IOException {
    var list = folder.resolve("META-INF/services/" + Provider.class.getName());
    Files.createDirectories(list.getParent());
    Files.writeString(list, name + "\n");
    return new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, ProviderTest.class.getClassLoader());
  }

  @Test
  void oneMoreCostsItsClassAndItsLineInTheList(@TempDir Path folder) throws Exception {
    var known = Provider.load(listing(folder, ExampleProvider.class.getName()));
    assertThat(known).containsKey("example").hasSize(Provider.ids().size() + 1);
    var example = Objects.requireNonNull(known.get("example"));
    var llm = example.open(new ModelSpec(example, "m", "m", null, null), Connection.to(List.of()));
    assertThat(llm.ask(Asks.user("hello")).text()).isEqualTo("hello");
  }

  @Test
  void twoOfOneNameAreRefused(@TempDir Path folder) throws IOException {
    var again = listing(folder, Twin.class.getName());
    assertThatThrownBy(() -> Provider.load(again))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("two providers are called 'openai'");
  }

  /** Has another's name. */
  public static final class Twin extends Provider {
    /** As OpenAI. */
    public Twin() {
      super("openai", null, null);
    }
  }

  @Test
  void messagesNameThemInTheOrderOfTheList() {
    assertThat(Provider.ids())
        .containsExactly(
            "openai",
            "anthropic",
            "google",
            "mistral",
            "ollama",
            "huggingface",
            "local",
            "extractive");
  }

  @Test
  void anUnknownOneIsAnsweredWithThoseThereAre() {
    assertThat(Provider.of("nope")).isEmpty();
    assertThatThrownBy(() -> Provider.named("nope"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'nope'")
        .hasMessageContaining("openai, anthropic");
  }

  @Test
  void whatIsNotCalledOverHttpCannotBeOpened() {
    for (var here : List.of(Provider.LOCAL, Provider.EXTRACTIVE)) {
      assertThat(here.baseUrl()).isNull();
      assertThatThrownBy(
              () -> here.open(new ModelSpec(here, "m", "m", null, null), Connection.to(List.of())))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
