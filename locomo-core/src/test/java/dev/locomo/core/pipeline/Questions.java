package dev.locomo.core.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Asks one question an item; two stages where two models are named. */
class Questions implements Task<List<String>> {
  private final List<ModelSpec> models;
  private final int items;
  final List<String> outcomes = Collections.synchronizedList(new ArrayList<>());

  Questions(int items, ModelSpec... models) {
    this.items = items;
    this.models = List.of(models);
  }

  @Override
  public RunSpec spec() {
    return new RunSpec("questions", List.of(), new TreeMap<>(), new TreeMap<>());
  }

  @Override
  public void describe(ObjectNode manifest) {
    manifest.put("items", items);
  }

  @Override
  public List<ModelSpec> models() {
    return models;
  }

  @Override
  public int size(RunFolder open) {
    return items;
  }

  @Override
  public Iterator<Stage<?>> stages(RunFolder open) {
    return models.stream().<Stage<?>>map(this::stage).iterator();
  }

  String name(int item) {
    return "item " + item;
  }

  private Stage<Integer> stage(ModelSpec model) {
    return new Stage<>() {
      @Override
      public ModelSpec model() {
        return model;
      }

      @Override
      public Iterator<Integer> items() {
        return IntStream.range(0, items).iterator();
      }

      @Override
      public String name(Integer item) {
        return Questions.this.name(item);
      }

      @Override
      public Done run(Integer item, Calls calls) throws InterruptedException {
        var message = new Ask.Message(Ask.Role.USER, "question " + item);
        var ask = new Ask(model.model(), List.of(message), 0.0, null, 10, null, false, 0);
        Reply reply = calls.ask(model.model() + "/" + item, ask);
        outcomes.add(item + " " + reply.text());
        return Done.ONE;
      }

      @Override
      public Done failed(Integer item, ProviderError error) {
        outcomes.add(item + " failed");
        return Done.one(error.reason());
      }

      @Override
      public Done notTried(Integer item, ProviderError error) {
        outcomes.add(item + " not tried");
        return Done.one(error.reason());
      }
    };
  }

  @Override
  public void describe(ObjectNode manifest, RunFolder open, Usage usage) {
    manifest.set("usage", usage.ofCalls(models.getFirst(), _ -> models.getFirst()));
  }

  @Override
  public List<String> finish(RunFolder open, Ending ending, ObjectNode manifest) {
    return outcomes;
  }
}
