package dev.locomo.rag.vision;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Ask.Message;
import dev.locomo.core.llm.Ask.Role;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.text.PromptTexts;
import dev.locomo.core.text.Thoughts;
import dev.locomo.rag.image.ImageError;
import dev.locomo.rag.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A chat model that says what an image shows, one request an image at temperature 0.
 *
 * @param model whom to ask
 * @param prompt what it is asked; empty for our own words
 * @param edge most pixels of the longer edge of what it is shown
 * @param most tokens of a reply
 */
public record ChatCaptioner(ModelSpec model, String prompt, int edge, int most)
    implements ImageCaptioner {
  private static final PromptTexts TEXTS =
      new PromptTexts(ChatCaptioner.class, "1", List.of("caption"));

  private String asked() {
    return prompt.isEmpty() ? TEXTS.fill("caption", Map.of()) : prompt;
  }

  @Override
  public String id() {
    return model.id() + " " + Sha256.of(asked()).substring(0, 16) + ", edge " + edge;
  }

  @Override
  public Input input(String name, String sha256, RgbImage image) throws ImageError {
    var picture = image.within(edge).shown("image", Sha256.of(sha256 + " " + edge));
    return new Input(name, new float[0], picture);
  }

  @Override
  public List<String> captions(List<Input> inputs, Calls calls) throws InterruptedException {
    var captions = new ArrayList<String>();
    for (Input input : inputs) {
      var message = new Message(Role.USER, asked());
      Ask ask = new Ask(model.model(), List.of(message), 0.0, null, most, null, false, 0);
      var reply =
          calls.ask(input.name(), ask.showing(List.of(Objects.requireNonNull(input.picture()))));
      String said = Thoughts.without(reply.text()).strip().replaceAll("\\s+", " ");
      if (said.isEmpty()) {
        throw new ProviderError(
            ProviderError.Kind.MALFORMED_REPLY, "the reply says nothing", null, null);
      }
      captions.add(said);
    }
    return captions;
  }

  @Override
  public void close() {}
}
