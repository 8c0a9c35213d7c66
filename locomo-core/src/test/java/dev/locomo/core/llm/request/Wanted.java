package dev.locomo.core.llm.request;

import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.Settings;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Options as they are typed. */
final class Wanted {
  private Wanted() {}

  /**
   * @param typed names and values in turn; a name may come again
   */
  static RequestOptions options(String... typed) {
    Map<Setting<?>, List<String>> texts = new IdentityHashMap<>();
    for (int i = 0; i < typed.length; i += 2) {
      String name = typed[i];
      Setting<?> setting =
          RequestOptions.SETTINGS.settings().stream()
              .filter(s -> s.name().equals(name))
              .findFirst()
              .orElseThrow();
      texts.computeIfAbsent(setting, s -> new ArrayList<>()).add(typed[i + 1]);
    }
    Map<Setting<?>, Object> values = new IdentityHashMap<>();
    texts.forEach((setting, all) -> values.put(setting, setting.read(all)));
    return RequestOptions.of(Settings.of(values));
  }

  /** As {@link #options}, of one model. */
  static RequestRules rules(String model, String... typed) {
    return new RequestRules(ModelSpec.parse(model), options(typed), new Refused());
  }
}
