package dev.locomo.cli.example;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Stage;
import dev.locomo.core.pipeline.Task;
import dev.locomo.core.pipeline.Usage;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** What another task takes: conversations whose long turns are counted, each an item. */
record ExampleTask(RunSpec spec, List<Sample> samples, int least, SortedMap<String, Long> counts)
    implements Task<SortedMap<String, Long>>, Stage<Sample> {
  ExampleTask(RunSpec spec, List<Sample> samples, int least) {
    this(spec, samples, least, new ConcurrentSkipListMap<>());
  }

  @Override
  public List<ModelSpec> models() {
    return List.of();
  }

  @Override
  public @Nullable ModelSpec model() {
    return null;
  }

  @Override
  public void describe(ObjectNode manifest) {
    manifest.put("conversations", samples.size());
  }

  @Override
  public int size(RunFolder folder) {
    return samples.size();
  }

  @Override
  public Iterator<Stage<?>> stages(RunFolder folder) {
    return List.<Stage<?>>of(this).iterator();
  }

  @Override
  public Iterator<Sample> items() {
    return samples.iterator();
  }

  @Override
  public String name(Sample item) {
    return item.id();
  }

  @Override
  public Done run(Sample item, Calls calls) {
    var turns = item.conversation().turns().stream();
    counts.put(item.id(), turns.filter(turn -> turn.text().length() >= least).count());
    return Done.ONE;
  }

  @Override
  public void describe(ObjectNode manifest, RunFolder folder, Usage usage) {
    manifest.put("calls", usage.exchanges().size());
  }

  @Override
  public SortedMap<String, Long> finish(RunFolder folder, Ending ending, ObjectNode manifest) {
    AtomicFile.writeText(folder.file("counts.txt"), counts + "\n");
    return counts;
  }
}
