package dev.locomo.cli.wiring;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.text.Cl100k;
import dev.locomo.core.text.TokenCounter;
import dev.locomo.eval.context.ContextBuilder;
import dev.locomo.eval.context.ContextKind;
import dev.locomo.eval.context.NewestThatFits;
import dev.locomo.eval.context.Oracle;
import dev.locomo.eval.extractive.ExtractiveProtocol;
import dev.locomo.eval.protocol.Protocol;
import dev.locomo.eval.protocol.Protocol.Retrieval;
import dev.locomo.eval.protocol.locomo.LocomoProtocol;
import dev.locomo.eval.score.ScoringRule;
import dev.locomo.eval.task.QuestionAnswering;
import dev.locomo.eval.task.Selection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From options to what runs: the protocol, the retrieval, and the settings that identify the run.
 *
 * @param model whom to ask
 * @param qa how
 * @param data the data set
 * @param selection which of its questions
 */
public record QaPlan(ModelSpec model, QaOptions qa, Dataset data, Selection selection) {

  /** The scoring rule that goes with the protocol. */
  public ScoringRule rule() {
    return qa.protocol.equals(QaOptions.REFERENCE) ? ScoringRule.REFERENCE : ScoringRule.LOCOMO;
  }

  /** What is to be done. */
  public QuestionAnswering task() {
    List<Question> questions = selection.of(data);
    return new QuestionAnswering(data, questions, protocol(), retrieval());
  }

  private Protocol protocol() {
    if (model.provider() == Provider.EXTRACTIVE) {
      return new ExtractiveProtocol();
    }
    var form =
        new LocomoProtocol.Form(model.model(), qa.batchSize, qa.choices(), qa.replyTokens, qa.seed);
    TokenCounter tokens = window() == Integer.MAX_VALUE ? _ -> 0 : new Cl100k();
    return new LocomoProtocol(form, contexts(tokens), tokens::count);
  }

  private ContextBuilder contexts(TokenCounter tokens) {
    return switch (context()) {
      case FULL -> new NewestThatFits(Integer.MAX_VALUE, tokens::count);
      case FIT -> new NewestThatFits(window(), tokens::count);
      case RETRIEVED, ORACLE -> {
        if (qa.batchSize > 1) {
          throw new UserError(
              "passages are found for one question at a time, and --batch-size is " + qa.batchSize,
              "--batch-size 1");
        }
        yield ContextBuilder.retrieved();
      }
      case NONE -> ContextBuilder.none();
    };
  }

  private ContextKind context() {
    return qa.context == null ? ContextKind.FIT : qa.context;
  }

  private int window() {
    if (context() != ContextKind.FIT) {
      return Integer.MAX_VALUE;
    }
    Integer known = qa.contextTokens != null ? qa.contextTokens : model.context();
    return known == null ? Integer.MAX_VALUE : known;
  }

  private @Nullable Function<String, Retrieval> retrieval() {
    if (context() == ContextKind.ORACLE) {
      var oracles =
          data.samples().stream()
              .collect(Collectors.toMap(Sample::id, s -> (Retrieval) new Oracle(s)));
      return oracles::get;
    }
    if (context() == ContextKind.RETRIEVED) {
      throw new UserError("--context retrieved needs --use-rag", "--use-rag");
    }
    return null;
  }

  /**
   * The settings that identify the run.
   *
   * @param typed the command line
   * @param reached how the model is reached
   * @param pace cache, pace and cost
   */
  public RunSpec spec(List<String> typed, ModelOptions reached, PaceOptions pace) {
    var protocol = protocol();
    var on = new TreeMap<String, String>();
    on.put("data_sha256", data.sha256());
    on.put("questions", selection.toString());
    on.put("model", model.id());
    on.put("protocol", qa.protocol);
    on.put("asking", protocol.id() + " " + protocol.hash());
    if (model.provider() != Provider.EXTRACTIVE) {
      on.put("base_url", reached.baseUrl == null ? "the provider's own" : reached.baseUrl);
      on.put("batch_size", Integer.toString(qa.batchSize));
      on.put("context", context().label());
      on.put("context_tokens", window() == Integer.MAX_VALUE ? "no limit" : "" + window());
      on.put("reply_tokens", Integer.toString(qa.replyTokens));
      on.put("adversarial", qa.adversarial);
      on.put("seed", Long.toString(qa.seed));
    }
    var speed = new TreeMap<String, String>();
    speed.put("concurrency", pace.concurrency == null ? "default" : pace.concurrency.toString());
    return new RunSpec("eval-qa", typed, on, speed);
  }
}
