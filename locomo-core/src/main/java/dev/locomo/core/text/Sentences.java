package dev.locomo.core.text;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Cuts what was said into sentences. */
public final class Sentences {
  private static final Pattern END = Pattern.compile("(?<=[.!?…])\\s+|\\n+");

  private Sentences() {}

  /** The sentences of a text in order, none of them blank; none for an empty text. */
  public static List<String> of(String text) {
    return Stream.of(END.split(text)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
