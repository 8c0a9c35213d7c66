package dev.locomo.rag.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryDescriptorTest {
  @TempDir Path folder;

  private MemoryDescriptor read(String text) throws Exception {
    return MemoryDescriptor.of(Files.writeString(folder.resolve("mine.json"), text).toString());
  }

  @Test
  void everyShippedDescriptorCanBeReadAndSaysWhetherItWasTried() {
    assertThat(MemoryDescriptor.shipped())
        .hasSize(10)
        .allSatisfy(d -> assertThat(d.tried()).isNotBlank())
        .allSatisfy(d -> assertThat(d.name()).isEqualTo(d.place()));
  }

  @Test
  void aDescriptorOfThreeLinesIsEnough() throws Exception {
    var mine = read("{\"kind\": \"process\", \"command\": [\"python3\", \"mine.py\"]}");
    assertThat(mine.name()).isEqualTo("mine");
    assertThat(mine.folder()).isEqualTo(folder.toAbsolutePath());
    assertThat(mine.operations()).containsKeys("open", "ingest", "search", "close");
  }

  @Test
  void whatSaysTheSameHasTheSameHash() throws Exception {
    var one = read("{\"kind\": \"process\",   \"command\": [\"x\"]}");
    assertThat(read("{\"kind\":\"process\",\"command\":[\"x\"]}").hash()).isEqualTo(one.hash());
    assertThat(read("{\"kind\":\"process\",\"command\":[\"y\"]}").hash()).isNotEqualTo(one.hash());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"kind": "proces", "command": ["x"]} | at /kind: found "proces"; expected one of [process, http, mcp]
          {"kind": "process"} | at /command: found nothing; expected a command
          {"kind": "process", "command": ["x"], "comand": 1} | at /comand: unknown field
          {"kind": "process", "command": ["x"], "search": {"tool": "y"}} | at /search: found
          {"kind": "process", "command": ["x"], "concurrency": 0} | at /concurrency: found 0
          {"kind": "process", "command": ["x"], "timeouts": {"search": -1}} | at /timeouts/search: found -1
          {"kind": "http", "url": "ftp://x"} | at /url: found "ftp://x"; expected http://
          {"kind": "mcp", "stdio": ["x"]} | maps no operation to a tool
          {"kind": "mcp", "stdio": ["x"], "url": "http://x"} | expected one of stdio
          {"kind": "mcp", "stdio": ["x"], "search": {"tool": "y", "arguments": {"q": "${quest}"}}} | at /search/arguments/q: found ${quest}
          {"kind": "mcp", "stdio": ["x"], "search": {"tool": "y", "items": "list"}} | at /search/items: found "list"; expected a JSON pointer
          {"kind": "mcp", "stdio": ["x"], "search": {"tool": "y", "fan-out": "letters"}} | at /search/fan-out: found "letters"
          {"kind": "mcp", "stdio": ["x"], "search": {"tool": "y"}} | has no ingest
          {"kind": "mcp", "stdio": ["x"], "ingest": {"tool": "y"}} | has neither search nor answer
          {"kind": "http", "url": "http://x", "isolation": "process-per-namespace"} | at /isolation: found process-per-namespace
          """)
  void anErrorNamesItsPlace(String text, String error) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(DataError.class)
        .hasMessageStartingWith(folder.resolve("mine.json").toString())
        .hasMessageContaining(error);
  }

  @Test
  void aNameThatIsNoFileAndNotShippedIsWrongUse() {
    assertThatThrownBy(() -> MemoryDescriptor.of("memzero"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no memory system is called 'memzero'");
  }
}
