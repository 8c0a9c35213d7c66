package dev.locomo.rag.checkpoint;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerPatternsTest {
  private static final Path FILE = Path.of("tokenizer.json");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|"
            + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
        "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}",
        " ?[^(\\s|[.,!?…。，、।۔،])]+",
        " {2,}",
        "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+"
      })
  void patternsOfPublishedTokenizersAreTaken(String regex) {
    assertThatCode(() -> TokenizerPatterns.check(FILE, split(regex))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+$",
        "(x+x+)+y",
        "(.*)*\\1",
        "(\\w|\\w)*!",
        "((a|b|ab)*)*c",
        "(?i:(?:.|..|...)*z)",
        "((((a{0,1000}){0,1000}){0,1000}){0,1000})",
        "(?:(?:(?:.*)*)*)*$"
      })
  void patternsThatGoBackForEverAreRefused(String regex) {
    assertThatThrownBy(() -> TokenizerPatterns.check(FILE, split(regex)))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("may take for ever");
  }

  @Test
  void aTemplateWhoseSpecialTokensItDoesNotDescribeIsRefused() throws Exception {
    String template =
        "{\"post_processor\": {\"type\": \"TemplateProcessing\", \"single\": [{\"SpecialToken\":"
            + " {\"id\": \"x\", \"type_id\": 0}}], \"pair\": [], \"special_tokens\": {\"%s\":"
            + " {\"id\": \"x\", \"ids\": [0], \"tokens\": [\"x\"]}}}}";
    assertThatCode(
            () -> TokenizerPatterns.check(FILE, JsonFiles.MAPPER.readTree(template.formatted("x"))))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> TokenizerPatterns.check(FILE, JsonFiles.MAPPER.readTree(template.formatted("y"))))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("does not describe");
  }

  @Test
  void whatGrowsWithoutBoundOrReplacesNothingIsRefused() {
    var all = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < 12; i++) {
      all.add(replace("String", "a", "a".repeat(20)));
    }
    assertThatThrownBy(() -> TokenizerPatterns.check(FILE, all))
        .hasMessageContaining("grow without bound");
    for (JsonNode nothing :
        new JsonNode[] {replace("String", "", "b"), replace("Regex", "a*", "b")}) {
      assertThatThrownBy(() -> TokenizerPatterns.check(FILE, nothing))
          .hasMessageContaining("can be empty");
    }
  }

  private static JsonNode split(String regex) {
    var split = JsonNodeFactory.instance.objectNode().put("type", "Split");
    split.putObject("pattern").put("Regex", regex);
    return JsonNodeFactory.instance.objectNode().set("pre_tokenizer", split);
  }

  private static JsonNode replace(String kind, String pattern, String content) {
    var replace = JsonNodeFactory.instance.objectNode().put("content", content);
    replace.putObject("pattern").put(kind, pattern);
    return JsonNodeFactory.instance.objectNode().set("normalizer", replace);
  }
}
