package dev.locomo.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTest {
  @Test
  void isWrittenAsItIsRead() {
    assertThat(Shard.parse("2/4")).hasValue(new Shard(2, 4)).get().hasToString("2/4");
    assertThat(Shard.parse("1/1")).hasValue(Shard.WHOLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0/4", "5/4", "4", "1/0", "1/4/2", "-1/4", "01/4", "a/b", "1/9999999"})
  void whatIsNoPartIsNotRead(String text) {
    assertThat(Shard.parse(text)).isEmpty();
  }

  @Test
  void thereIsNoPartOutsideTheWhole() {
    assertThatThrownBy(() -> new Shard(0, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Shard(4, 3)).hasMessageContaining("4 of 3");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 50})
  void partsAreEquallyLongAndMakeUpTheWhole(int count) {
    List<Integer> all = IntStream.range(0, 41).boxed().toList();
    var joined = new ArrayList<Integer>();
    for (int number = 1; number <= count; number++) {
      List<Integer> part = new Shard(number, count).of(all);
      assertThat(part.size()).isBetween(41 / count, 41 / count + 1);
      joined.addAll(part);
    }
    assertThat(joined).containsExactlyInAnyOrderElementsOf(all);
  }
}
