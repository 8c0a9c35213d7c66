package dev.locomo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.VerbPage;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests of {@code deploy/kubernetes} against the model of the API, and each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesFilesTest {
  /** Read by the program, but no option of a verb. */
  private static final Set<String> NO_OPTIONS = Set.of("LOCOMO_STORE_USER");

  private final Map<String, Manifests> composed = new HashMap<>();

  static List<String> overlays() throws IOException {
    return Manifests.overlays();
  }

  private Manifests of(String overlay) throws Exception {
    if (!composed.containsKey(overlay)) {
      composed.put(overlay, Manifests.of(overlay));
    }
    return composed.get(overlay);
  }

  @Test
  void everyFileBelongsToAKustomizationThatNamesIt() throws IOException {
    Set<Path> named = new HashSet<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(Manifests.ROOT)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      if (file.endsWith("kustomization.yaml")) {
        named.add(file);
        JsonNode read = Manifests.STRICT.readTree(file.toFile());
        for (String list : List.of("resources", "components", "patches")) {
          for (JsonNode entry : read.path(list)) {
            String name = entry.isTextual() ? entry.asText() : entry.path("path").asText();
            Path part = file.resolveSibling(name).normalize();
            assertThat(Files.isDirectory(part) ? part.resolve("kustomization.yaml") : part)
                .as("%s in %s", name, file)
                .exists();
            named.add(part);
          }
        }
      }
    }
    assertThat(named).containsAll(files);
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void whatAnOverlayNamesIsInIt(String overlay) throws Exception {
    var made = of(overlay);
    assertThat(made.objects()).isNotEmpty();
    String told = Files.readString(made.folder().resolve("kustomization.yaml"));
    // The service reads the volume of the overlay that it stands beside.
    List<String> claims =
        overlay.equals("view") ? List.of("locomo-lab") : made.names(PersistentVolumeClaim.class);
    for (PodTemplateSpec pod : made.pods()) {
      assertVolumes(made, pod.getSpec(), claims);
      for (Container container : containers(pod.getSpec())) {
        container.getEnvFrom().stream()
            .filter(from -> from.getConfigMapRef() != null)
            .forEach(from ->
                assertThat(made.names(ConfigMap.class)).contains(from.getConfigMapRef().getName()));
        assertThat(secrets(pod.getSpec(), container)).allMatch(told::contains);
      }
    }
    for (Service service : made.all(Service.class)) {
      var selected =
          made.pods().stream()
              .filter(pod -> service.getSpec().getSelector().equals(pod.getMetadata().getLabels()))
              .toList();
      assertThat(selected).as(service.getMetadata().getName()).hasSize(1);
      assertThat(service.getSpec().getPorts())
          .allMatch(port -> port(selected.getFirst(), port.getTargetPort().getValue()));
    }
    for (NetworkPolicy policy : made.all(NetworkPolicy.class)) {
      var spec = policy.getSpec();
      var selectors = new ArrayList<>(List.of(spec.getPodSelector()));
      spec.getIngress().getFirst().getFrom().forEach(from -> selectors.add(from.getPodSelector()));
      assertThat(selectors)
          .allMatch(selector ->
              made.pods().stream()
                  .anyMatch(
                      pod -> selector.getMatchLabels().equals(pod.getMetadata().getLabels())));
    }
  }

  private static List<Container> containers(PodSpec pod) {
    return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream()).toList();
  }

  private static void assertVolumes(Manifests made, PodSpec pod, List<String> claims) {
    Set<String> volumes = new HashSet<>();
    for (var volume : pod.getVolumes()) {
      volumes.add(volume.getName());
      if (volume.getPersistentVolumeClaim() != null) {
        assertThat(claims).contains(volume.getPersistentVolumeClaim().getClaimName());
      }
    }
    for (StatefulSet set : made.all(StatefulSet.class)) {
      set.getSpec().getVolumeClaimTemplates().forEach(c -> volumes.add(c.getMetadata().getName()));
    }
    for (Container container : containers(pod)) {
      assertThat(container.getVolumeMounts()).allMatch(m -> volumes.contains(m.getName()));
    }
  }

  /** Names of the secrets that have to be there. */
  private static List<String> secrets(PodSpec pod, Container container) {
    var variables =
        container.getEnv().stream()
            .map(EnvVar::getValueFrom)
            .filter(from -> from != null && from.getSecretKeyRef() != null)
            .filter(from -> !Boolean.TRUE.equals(from.getSecretKeyRef().getOptional()))
            .map(from -> from.getSecretKeyRef().getName());
    var files =
        pod.getVolumes().stream()
            .filter(volume -> volume.getSecret() != null)
            .map(volume -> volume.getSecret().getSecretName());
    return Stream.concat(variables, files).toList();
  }

  private static boolean port(PodTemplateSpec pod, Object target) {
    return pod.getSpec().getContainers().stream()
        .flatMap(container -> container.getPorts().stream())
        .anyMatch(p -> target.equals(p.getName()) || target.equals(p.getContainerPort()));
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void noPodMayMoreThanItNeeds(String overlay) throws Exception {
    for (PodTemplateSpec template : of(overlay).pods()) {
      PodSpec pod = template.getSpec();
      assertThat(pod.getAutomountServiceAccountToken()).isFalse();
      boolean ours = containers(pod).stream().allMatch(c -> c.getImage().startsWith("locomo:"));
      if (ours) {
        assertThat(pod.getEnableServiceLinks()).isFalse();
        assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
      }
      for (Container container : containers(pod)) {
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getCapabilities().getDrop())
            .containsExactly("ALL");
        assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
        assertThat(container.getResources().getLimits()).containsKey("memory");
        if (!container.getImage().startsWith("vllm/")) {
          assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
          assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void everyOptionIsOneOfTheProgram(String overlay) throws Exception {
    var made = of(overlay);
    for (PodTemplateSpec pod : made.pods()) {
      for (Container container : containers(pod.getSpec())) {
        if (container.getCommand().contains("locomo")) {
          var words = new ArrayList<>(container.getCommand());
          words.addAll(container.getArgs());
          String help = Cli.at(Path.of("none")).run(words.get(1), "--help-all").out();
          assertThat(words.stream().filter(word -> word.startsWith("--"))).allMatch(help::contains);
        }
      }
    }
    if (!made.all(ConfigMap.class).isEmpty()) {
      assertThat(made.settings().keySet()).isSubsetOf(variables());
    }
  }

  private static Set<String> variables() {
    var variables = new HashSet<>(NO_OPTIONS);
    for (VerbPage page : Verbs.all().pages()) {
      Stream.concat(page.settings(), page.common().stream())
          .map(Setting::name)
          .forEach(
              name -> variables.add("LOCOMO_" + name.toUpperCase(Locale.ROOT).replace('-', '_')));
    }
    return variables;
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "gpu", "vllm"})
  void aPodForEachShardAndAJobThatJoinsThem(String overlay) throws Exception {
    var made = of(overlay);
    var run = made.run().getSpec();
    assertRetriedAndWatched(made, run.getTemplate());
    assertThat(run.getTemplate().getSpec().getContainers().getFirst().getEnv())
        .filteredOn(e -> e.getName().equals("LOCOMO_SHARDS"))
        .extracting(EnvVar::getValue)
        .containsExactly(run.getCompletions().toString());
    var args = run.getTemplate().getSpec().getContainers().getFirst().getArgs();
    assertThat(args).contains("--shard", "runs/my-run/shard-$(JOB_COMPLETION_INDEX)");
    assertThat(made.names(Job.class)).containsExactlyInAnyOrder("locomo", "locomo-merge");
  }

  private static void assertRetriedAndWatched(Manifests made, PodTemplateSpec pod) {
    var run = made.run().getSpec();
    assertThat(run.getCompletionMode()).isEqualTo("Indexed");
    assertThat(run.getBackoffLimitPerIndex()).isPositive();
    assertThat(run.getParallelism()).isBetween(1, run.getCompletions());
    // Five seconds for calls in flight, four to write.
    assertThat(pod.getSpec().getTerminationGracePeriodSeconds()).isGreaterThan(10);
    var settings = made.settings();
    assertThat(settings)
        .containsEntry("LOCOMO_LOG_FORMAT", "json")
        .containsEntry("LOCOMO_METRICS_HOST", "0.0.0.0");
    assertThat(pod.getMetadata().getAnnotations())
        .containsEntry("prometheus.io/scrape", "true")
        .containsEntry(
            "prometheus.io/port", Objects.requireNonNull(settings.get("LOCOMO_METRICS_PORT")));
    assertThat(pod.getSpec().getInitContainers())
        .anyMatch(c -> c.getCommand().equals(List.of("locomo", "data", "fetch")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis", "postgres"})
  void podsOverAQueueWaitForItAndNothingIsMerged(String overlay) throws Exception {
    var made = of(overlay);
    var run = made.run().getSpec();
    assertRetriedAndWatched(made, run.getTemplate());
    URI queue = URI.create(made.settings().get("LOCOMO_QUEUE"));
    var service = made.all(Service.class).getFirst();
    assertThat(service.getMetadata().getName()).isEqualTo(queue.getHost());
    assertThat(service.getSpec().getPorts().getFirst().getPort()).isEqualTo(queue.getPort());
    assertThat(run.getTemplate().getSpec().getInitContainers())
        .anyMatch(c -> c.getArgs().toString().contains("LOCOMO_QUEUE"));
    var container = run.getTemplate().getSpec().getContainers().getFirst();
    assertThat(container.getArgs()).doesNotContain("--shard");
    assertThat(container.getEnv()).noneMatch(e -> e.getName().equals("LOCOMO_SHARDS"));
    assertThat(made.names(Job.class)).containsExactly("locomo");
  }

  @Test
  void eachPodOfTheGpuOverlayHasAGpuOfItsOwn() throws Exception {
    var container = of("gpu").run().getSpec().getTemplate().getSpec().getContainers().getFirst();
    assertThat(container.getImage()).isEqualTo("locomo:cuda");
    assertThat(container.getResources().getLimits())
        .containsEntry("nvidia.com/gpu", new Quantity("1"));
  }

  @Test
  void theModelServerServesTheModelThatIsAskedFor() throws Exception {
    var made = of("vllm");
    var args =
        made.all(Deployment.class)
            .getFirst()
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .getFirst()
            .getArgs();
    assertThat(made.settings().get("LOCOMO_MODEL"))
        .isEqualTo("huggingface:" + args.get(args.indexOf("--model") + 1));
    assertThat(made.settings().get("LOCOMO_CONTEXT_TOKENS"))
        .isEqualTo(args.get(args.indexOf("--max-model-len") + 1));
    assertThat(made.settings().get("LOCOMO_BASE_URL"))
        .startsWith("http://" + made.names(Service.class).getFirst() + ":8000/");
  }

  @Test
  void theServiceLeadsToPodsThatAreReadyAndNeedAToken() throws Exception {
    var made = of("view");
    var container = made.pods().getFirst().getSpec().getContainers().getFirst();
    assertThat(container.getArgs()).contains("--token-file");
    assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health");
    var scaler = made.all(HorizontalPodAutoscaler.class).getFirst().getSpec();
    assertThat(made.names(Deployment.class)).containsExactly(scaler.getScaleTargetRef().getName());
    assertThat(scaler.getMinReplicas()).isBetween(1, scaler.getMaxReplicas());
    assertThat(scaler.getMetrics().getFirst().getResource().getName()).isEqualTo("cpu");
  }

  @Test
  void imagesHaveTheSameNamesEverywhere() throws Exception {
    var targets =
        Pattern.compile("AS (\\w+)")
            .matcher(Files.readString(DocsPage.ROOT.resolve("Dockerfile")))
            .results()
            .map(found -> found.group(1))
            .toList();
    Set<String> used = new HashSet<>();
    for (String file : List.of("docker-compose.yml", "docs/distribution.md")) {
      Pattern.compile("locomo\\}?:(cpu|cuda|latest)\\b")
          .matcher(Files.readString(DocsPage.ROOT.resolve(file)))
          .results()
          .forEach(found -> used.add(found.group(1)));
    }
    for (String overlay : overlays()) {
      for (PodTemplateSpec pod : of(overlay).pods()) {
        containers(pod.getSpec()).stream()
            .map(Container::getImage)
            .filter(image -> image.startsWith("locomo"))
            .forEach(image -> used.add(image.replaceFirst("locomo:?", "")));
      }
    }
    assertThat(used).containsExactlyInAnyOrder("cpu", "cuda").allMatch(targets::contains);
    String release = Files.readString(DocsPage.ROOT.resolve(".github/workflows/release.yml"));
    assertThat(release).contains("target: [cpu, cuda]", "}}:${{ matrix.target }}\n");
  }

  @Test
  void aFieldThatTheApiDoesNotKnowIsNoticed() {
    assertThatThrownBy(() ->
            Manifests.read(
                Manifests.STRICT.readTree(
                    """
                    apiVersion: batch/v1
                    kind: Job
                    spec:
                      template:
                        spec:
                          containers:
                            - name: x
                              securityContext:
                                runAsNoRoot: true
                    """)))
        .isInstanceOf(UnrecognizedPropertyException.class)
        .hasMessageContaining("runAsNoRoot");
  }
}
