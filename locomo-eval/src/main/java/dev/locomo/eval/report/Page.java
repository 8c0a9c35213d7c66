package dev.locomo.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.pipeline.CutPrompts;
import dev.locomo.core.text.Html;
import dev.locomo.eval.report.chart.SvgChart;
import dev.locomo.eval.score.ScoreJson;
import dev.locomo.eval.stats.Clustered;
import freemarker.cache.ClassTemplateLoader;
import freemarker.template.Configuration;
import freemarker.template.DefaultObjectWrapper;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.utility.DeepUnwrap;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One HTML file that needs nothing else: no network, no other file, no server. Templates lie beside
 * this class; every text in them goes through {@link Html#escape}. The content security policy
 * allows only the page's own style sheet and script, by hash, so that even text that escaped our
 * escaping could not run.
 */
public final class Page {
  private static final Configuration TEMPLATES = templates();

  /** One for all pages: it looks through each class of what they show once. */
  private static final DefaultObjectWrapper WRAPPER =
      new DefaultObjectWrapper(Configuration.VERSION_2_3_33);

  private static final int STARTS = 200;

  private Page() {}

  private static Configuration templates() {
    var templates = new Configuration(Configuration.VERSION_2_3_33);
    templates.setTemplateLoader(new ClassTemplateLoader(Page.class, "/dev/locomo/eval"));
    templates.setDefaultEncoding(StandardCharsets.UTF_8.name());
    templates.setLocale(Locale.ROOT);
    templates.setNumberFormat("computer");
    templates.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    templates.setLogTemplateExceptions(false);
    return templates;
  }

  /** What every page is made of: title, document, charts, and how texts and shares are written. */
  static Map<String, Object> model(RunReport report) {
    var model = new LinkedHashMap<String, Object>();
    model.put("title", report.title());
    model.put("document", plain(report.document()));
    model.put(
        "charts",
        report.charts().stream()
            .map(c -> Map.of("id", c.id(), "title", c.title(), "svg", SvgChart.inline(c)))
            .toList());
    String caution =
        Stream.of(
                Clustered.caution(ScoreJson.clusters(report.summaries())),
                CutPrompts.note(report.manifest()).map(note -> note + "."))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" "));
    if (!caution.isEmpty()) {
      model.put("caution", caution);
    }
    for (String name : List.of("report.css", "report.js")) {
      String text = resource(name);
      model.put(name.replace("report.", ""), Map.of("text", text, "hash", source(text)));
    }
    functions(model);
    return model;
  }

  /** What a content security policy calls a style or script that stands in the page itself. */
  public static String source(String text) {
    byte[] hash = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
  }

  /** Adds how texts and shares are written: {@code esc}, {@code url}, {@code percent}, ... */
  public static void functions(Map<String, Object> model) {
    model.put("esc", function(text -> Html.escape(String.valueOf(text))));
    model.put("percent", function(share -> Html.percent(((Number) share).doubleValue())));
    model.put(
        "url",
        function(text ->
            URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8).replace("+", "%20")));
    model.put("strip", function(text -> ((String) text).strip()));
    model.put("start", function(text -> start(String.valueOf(text))));
  }

  /** The first 200 characters, behind which a long text is folded. */
  private static String start(String text) {
    return text.codePointCount(0, text.length()) <= STARTS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, STARTS));
  }

  /** A tree as maps, lists, texts and numbers; a null member is not there. */
  public static Object plain(Object tree) {
    return JsonFiles.MAPPER.convertValue(tree, Object.class);
  }

  /** A function of one value that templates can call. */
  public static TemplateMethodModelEx function(Function<Object, Object> body) {
    return arguments -> body.apply(DeepUnwrap.unwrap((TemplateModel) arguments.getFirst()));
  }

  /** The same of a tree. */
  static TemplateMethodModelEx method(Function<JsonNode, String> body) {
    return function(value -> body.apply(JsonFiles.MAPPER.valueToTree(value)));
  }

  /** Something that writes a text. */
  @FunctionalInterface
  public interface Writing {
    void write(Writer to) throws IOException;
  }

  /** Fills a template, as {@link #write}. */
  public static String render(String template, Map<String, Object> model) {
    var text = new StringWriter(1 << 16);
    try {
      write(template, model, text);
      return text.toString();
    } catch (IOException e) {
      throw new IllegalStateException("the program's own template " + template + " fails", e);
    }
  }

  /**
   * Fills a template, writing as it goes: an iterator in the model is asked for one at a time.
   *
   * @param template its place below {@code dev/locomo/eval}
   * @throws DataError when the run's files lack what it shows
   */
  public static void write(String template, Map<String, Object> model, Writer to)
      throws IOException {
    try {
      TEMPLATES.getTemplate(template).process(model, to, WRAPPER);
    } catch (TemplateException e) {
      if (e.getCause() instanceof IOException unwritten) {
        throw unwritten;
      }
      String place = String.valueOf(e.getBlamedExpressionString());
      throw new DataError("the run's report", place, "is missing or of another kind", e);
    }
  }

  /** A file beside the templates of reports. */
  public static String resource(String name) {
    try (var in = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
