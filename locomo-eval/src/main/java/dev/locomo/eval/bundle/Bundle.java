package dev.locomo.eval.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunFiles;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.report.StoredRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The files of a run in one archive: {@value #LIST} with the hash of each, {@value #STATEMENT} for
 * people, and the run's own files below {@code run/}. Made again it is the same to the byte: a ZIP
 * file without compression or times, in the order of names.
 *
 * @param files by name, {@value #LIST} included
 */
public record Bundle(SortedMap<String, byte[]> files) {
  static final String LIST = "bundle.json";
  static final String STATEMENT = "STATEMENT.md";
  static final String RUN = "run/";
  static final String FORMAT = "locomo-bundle/1";

  /** More than any run; what unpacks to more is none. */
  private static final long LARGEST = 2L << 30;

  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  /** Keys as providers make them, wherever one could have come from. */
  private static final Pattern KEY =
      Pattern.compile(
          "\\b(?:sk-(?:ant-|proj-)?[A-Za-z0-9_-]{20,}|AIza[A-Za-z0-9_-]{30,}"
              + "|hf_[A-Za-z0-9]{20,}|proxy-[0-9a-f]{48})\\b");

  /**
   * That of a run.
   *
   * @param secrets what must be in no file
   * @throws UserError when the run is none of questions, is not complete, or holds a key
   */
  public static Bundle of(Path run, Collection<String> secrets) {
    var spec = RunSpec.read(run.resolve(RunFolder.SPEC));
    JsonNode manifest = StoredRun.manifest(run);
    if (!spec.task().equals("eval-qa") || !manifest.path("status").asText().equals("complete")) {
      throw new UserError(run + " is no complete run of eval-qa", "the run's command again");
    }
    var files = new TreeMap<String, byte[]>();
    own(run).forEach((name, content) -> files.put(RUN + name, content));
    files.keySet().removeIf(name -> name.startsWith(RUN + "memory/")); // a system's own files
    files.forEach((name, content) -> refuseKeys(name, content, secrets));
    files.put(STATEMENT, utf8(statement(spec, manifest, files)));
    ObjectNode list = JsonFiles.MAPPER.createObjectNode().put("format", FORMAT);
    list.put("data_sha256", spec.onResult().getOrDefault("data_sha256", ""));
    list.put("fingerprint", spec.fingerprint());
    ObjectNode hashes = list.putObject("sha256");
    files.forEach((name, content) -> hashes.put(name, Sha256.of(content)));
    files.put(LIST, utf8(list.toPrettyString() + "\n"));
    return new Bundle(files);
  }

  /** The files of a run's folder, or of one that a bundle was unpacked to. */
  static SortedMap<String, byte[]> own(Path folder) {
    var files = new TreeMap<String, byte[]>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (Stream.of(name.split("/", -1)).noneMatch(part -> part.startsWith("."))
            && !name.endsWith(".part")
            && !name.endsWith(".tmp")) {
          files.put(name, UserFile.bytes(file, Integer.MAX_VALUE - 8));
        }
      }
      return files;
    } catch (IOException e) {
      throw new DataError(folder.toString(), "", "cannot be read (" + UserFile.why(e) + ")", e);
    }
  }

  private static void refuseKeys(String name, byte[] content, Collection<String> secrets) {
    String text = new String(content, StandardCharsets.UTF_8);
    if (KEY.matcher(text).find()
        || secrets.stream().anyMatch(key -> key.length() > 7 && text.contains(key))) {
      throw new UserError(
          name + " holds what looks like a key; nothing was written", "that key replaced");
    }
  }

  /** Every choice that can change a figure, and the figures. */
  private static String statement(
      RunSpec spec, JsonNode manifest, SortedMap<String, byte[]> files) {
    var text = new StringBuilder("# What was run, and how\n\n");
    text.append("Program: ").append(manifest.path("program").asText()).append(", Java ");
    text.append(manifest.path("java").asText()).append("\n\n## Choices that can change a figure\n");
    spec.onResult().forEach((name, value) -> line(text, name, value));
    text.append("\n\n## All settings, defaults included\n");
    json(files, "settings.json")
        .path("settings")
        .properties()
        .forEach(s -> line(text, s.getKey(), joined(s.getValue())));
    text.append("\n\n## Figures\n\n| Metric | Over | Asked | Scored | Mean % | 95 % interval |\n");
    text.append("|---|---|---|---|---|---|\n");
    for (var metric : json(files, "report.json").path("metrics").properties()) {
      var told = new HashSet<JsonNode>();
      for (var of : metric.getValue().properties()) {
        JsonNode tally = of.getValue();
        if (tally.path("mean").isNumber()
            && (tally.has("covers") || of.getKey().equals("overall"))
            && told.add(tally.path("covers"))) {
          var covers = new StringJoiner(", ").setEmptyValue("all");
          tally.path("covers").forEach(name -> covers.add(name.asText()));
          text.append(
              "| %s | %s | %d | %d | %s | %s |\n"
                  .formatted(
                      metric.getKey(),
                      covers,
                      tally.path("asked").asInt(),
                      tally.path("scored").asInt(),
                      percent(tally.path("mean")),
                      percent(tally.path("low")) + " - " + percent(tally.path("high"))));
        }
      }
    }
    text.append("\n`locomo runs verify FILE --data-file DATA` proves all of it.\n");
    return text.toString();
  }

  private static String percent(JsonNode share) {
    return share.isNumber() ? String.format(Locale.ROOT, "%.1f", 100 * share.asDouble()) : "-";
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("\n- `").append(name).append("`: ").append(value.replaceAll("\\s+", " "));
  }

  private static String joined(JsonNode values) {
    var texts = new ArrayList<String>();
    values.forEach(value -> texts.add(value.asText()));
    return String.join(", ", texts);
  }

  private static JsonNode json(SortedMap<String, byte[]> files, String name) {
    try {
      byte[] content = files.get(RUN + name);
      return content == null
          ? JsonFiles.MAPPER.createObjectNode()
          : JsonFiles.MAPPER.readTree(content);
    } catch (IOException e) {
      throw new DataError(name, "", "is no JSON", e);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** SHA-256 of the list of hashes: whoever knows it knows the whole bundle. */
  public String digest() {
    return Sha256.of(files.getOrDefault(LIST, new byte[0]));
  }

  /** Writes the archive. */
  public void write(Path file) {
    AtomicFile.write(
        file,
        out -> {
          var zip = new ZipOutputStream(out);
          for (var one : files.entrySet()) {
            var crc = new CRC32();
            crc.update(one.getValue());
            var entry = new ZipEntry(one.getKey());
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(one.getValue().length);
            entry.setCrc(crc.getValue());
            entry.setTimeLocal(TIME);
            zip.putNextEntry(entry);
            zip.write(one.getValue());
          }
          zip.finish();
        });
  }

  /**
   * Reads an archive, or the folder that one was unpacked to.
   *
   * @throws DataError when it is neither
   */
  static Bundle read(Path place) {
    if (Files.isDirectory(place)) {
      return new Bundle(own(place));
    }
    var files = new TreeMap<String, byte[]>();
    String at = "";
    long size = 0;
    try (InputStream in = UserFile.open(place);
        var zip = new ZipInputStream(in)) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        at = entry.getName();
        byte[] content = zip.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, LARGEST - size));
        size += content.length;
        if (RunFiles.escapes(at) || size >= LARGEST || files.put(at, content) != null) {
          throw new DataError(place.toString(), at, "belongs in no bundle");
        }
      }
    } catch (IOException e) {
      throw new DataError(
          place.toString(), at, "cannot be read, or was changed (" + UserFile.why(e) + ")", e);
    }
    if (!files.containsKey(LIST)) {
      throw new DataError(place.toString(), "", "is no bundle: found no " + LIST);
    }
    return new Bundle(files);
  }
}
