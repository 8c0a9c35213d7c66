package dev.locomo.rag.vision;

import java.util.Arrays;

/** Takes the likeliest token each time. */
final class GreedySearch implements Search {
  private final Settings settings;
  private long[] text;
  private boolean ended;

  GreedySearch(long[] prompt, Settings settings) {
    this.settings = settings;
    text = prompt.clone();
  }

  @Override
  public boolean step(float[][] logs) {
    int best = 0;
    for (int i = 1; i < logs[0].length; i++) {
      if (logs[0][i] > logs[0][best]) {
        best = i;
      }
    }
    ended = best == settings.end();
    if (!ended) {
      text = Arrays.copyOf(text, text.length + 1);
      text[text.length - 1] = best;
    }
    return !ended && text.length < settings.longest();
  }

  @Override
  public long[] tokens() {
    return new long[] {text[text.length - 1]};
  }

  @Override
  public int[] parents() {
    return new int[1];
  }

  @Override
  public long[] best() {
    return text;
  }
}
