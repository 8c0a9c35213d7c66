package dev.locomo.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class VersionTest {
  @Test
  void aBuildInARepositorySaysItsCommitAndTime() {
    var build =
        build(
            Map.of(
                "version", "1.2.3",
                "commit", "0123456789abcdef",
                "modified", "0",
                "time", "2026-01-02T03:04:05Z",
                "archive.commit", "$Format:%H$",
                "archive.time", "$Format:%cI$"));

    assertThat(Version.lines(build))
        .startsWith("locomo 1.2.3", "commit 0123456789abcdef", "build  2026-01-02T03:04:05Z");
    assertThat(Version.name(build)).isEqualTo("locomo 1.2.3 (commit 0123456789ab)");
  }

  @Test
  void changesThatAreNotCommittedAreTold() {
    var build = build(Map.of("version", "1.2.3", "commit", "0123", "modified", "1"));

    assertThat(Version.lines(build)).contains("commit 0123, modified");
    assertThat(Version.name(build)).isEqualTo("locomo 1.2.3 (commit 0123, modified)");
  }

  @Test
  void anArchiveOfTheSourcesCarriesItsCommit() {
    var build =
        build(
            Map.of(
                "version", "1.2.3",
                "commit", "${git.commit}",
                "modified", "${git.modified}",
                "time", "${git.time}",
                "archive.commit", "fedcba",
                "archive.time", "2026-01-02T03:04:05+00:00"));

    assertThat(Version.lines(build)).contains("commit fedcba", "build  2026-01-02T03:04:05+00:00");
  }

  @Test
  void copiedSourcesHaveNoCommit() {
    var build =
        build(
            Map.of(
                "version", "1.2.3",
                "commit", "${git.commit}",
                "archive.commit", "$Format:%H$"));

    assertThat(Version.lines(build)).contains("commit unknown", "build  unknown");
  }

  private static Properties build(Map<String, String> entries) {
    var build = new Properties();
    build.putAll(entries);
    return build;
  }
}
